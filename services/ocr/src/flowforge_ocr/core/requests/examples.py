"""A small picture for the examples of operations."""

RECEIPT = {
    "base64": (
        "iVBORw0KGgoAAAANSUhEUgAAASwAAACWAQAAAABMIIh/AAADAklEQVR42u2YsYrbSBiAvxkrWQWOjcosBDzllTak2MAR6+CK"
        "dHkFbxdS+QGO1eQJ4jJFIH6F67Y4uHGVFAGHdAdXyEmKre7k3YCloNWkGFtrS/KeIdVxmsb28PnXP/8/zCdJWPYYC8leo8Va"
        "7F+xqV6ohbdgILpCZ/ojKpNfORInItzEQvP+nAJAYQASLFaht6LZbvzm984STWSiGBNbRK6Ln213ZkrMg2EwfobnfmqAEEmu"
        "K7kVhAAd91eBTwpktSXopTq4nohNMQEuqljOMQDD1WUDAD431+3KfUyAPKfQbyuFs6ktBmnSuZw94hFR9uIou0xF1k2xM7se"
        "Sa0LoaIA29yszt/cIzKnBlgGYkkibFNu/qocLF01z+rRXLo/uAkVdpYg7lcxT9+Js3UyMZAA+rAezdX/lpvI8Txqa5BIM376"
        "4bqnhxq0XOW6gYmpevgL4PFclRfGi8T2RsKY3r3V3iABfAlGmq1ooj0tW6zF/p9Yku6FvXy3hwF3YJkIGc91aUBQwY4wOjal"
        "AXcgB0UIs7g04K6MCizjkbNMHs3iX293kii21ZHb/El3Zq1NsLl9o3+63TFdPahiqc1nDpPkHL/+9PDVTL+uXVSsjefqpkYQ"
        "9NSwiqWkG5glBN1wCF8gV9a4saceXxjpLWx+PB1VsZiYfrgdzadWPx+fvt4yYDcZ1Lph+O3BYWlA56f3TKpYAKhyCVMM6Cm6"
        "1neidy4ViTTjeAwJ9R2gLihXKqbqREF/fKKqNxUAfbXaIWYwt4becBjV7iLK3FoDtliLtdj3YZkIplrIK30Oz/3wfBo0GxDC"
        "yfpxwAfSRgMeXP7TTYrT3B3AcPevBgNKoBiegdg6casGlBsSaJBuEVJ6Idf34auuU/n6MeLmglQMCJAk629fdhjQaSwE5gEs"
        "frzRgOleBvwzXNft7EYDXrtlhwGBsvjxLgOCpz+vn/BW1Wo0oJsK6s3YNCDIyWNw7wkYvd3o6aYBQcwD0GSSud/XuwwI5g9Q"
        "ztG93ipsa8AWa7H/GvYNGBNX3i7CtLYAAAAASUVORK5CYII="
    ),
    "name": "receipt.png",
}
