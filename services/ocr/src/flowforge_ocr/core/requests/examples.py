"""Small pictures for the examples of operations."""

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

# The specimen of ICAO Doc 9303, part 4.
PASSPORT = {
    "base64": (
        "iVBORw0KGgoAAAANSUhEUgAAAtgAAABuAQAAAAA1pFnpAAAEmElEQVR42u2YMWsjRxTHfzOzrHTBB6ncWp/guObgCM7ddmld"
        "pEjpIlx5tQ2OtLIPnNIcV7ow+QD5CEGQwqpiV6oNNugqY05Ct/K9eS/FrGT5KqUIIbD7ZzWz+3Z/Gr2ZEfMfZ/xrh6dhN+yG"
        "3bAbdsNu2P8tO3qItu+Kw+iij0Qr27Q5jGUBMIzl92UxhFgOh9FHGK7LzqBeRVjvS6pr79DurfflTwAGLwYMGLyEQZsXBgxe"
        "rp8TKYHWxR/dgSElRN3TPe0O0gMbjz6lXNTXYy9S3q/TX3HEEX126/u7i1rnH3aPB1AA4Srd+kQgCFegKGcAnKHslg/1dZTY"
        "UwBHmdg3lJSO8jlTpuQ85zk5UyAHIGe6lvBwX46WP+O+hKE/8SdAxYgRUFEBI4o6DqO1BCbOtkR7F3M7deLEZMuO7Ghup+PX"
        "W7al+zLeHr/aty35682+ODHdt621ZB40LnpNqYA73vIWkLgbdzlGEI7jLnBMBRzH3XUEmJhY3W4TEZMfrLJqbqeTbRNTZLI9"
        "eYWY3L5BREwRW0dmHvAFgC368pSMzChzX/hChZxcxRfMugKg4ot1lMaJ20kztJPY386Zk9HB7bgdfAng+zvwUHdrKOXErvXA"
        "LqS7nXIyl0oq6W7L62u7Fj2QbdnW3rVMr/RAxER717aOzANs8g78YeHwJZh/4p/4wwI22YwARNgkOvBlqq+jNHdydwSuX+c7"
        "63vnXb/05OS4gcfjBjngBgBukLOOcI2XatgNu2E37IbdsBt2w/4/+GJor+iQNr8mnzx3TGnTZkibdnSpZMrQPO3ofkl30jO/"
        "xmwFO6Sd1sgaJKRTg3EQ1Inu8Yo97FqDBmtp0CCk0q6tpU6CcIC1NKRn1Imzh6OlIa2RdcYsnXpr3cFMq+STz+dc6Uxn1tFb"
        "vcWso7c648o6qsyClGYdnXGlt3qrFZ8fmm0dnS3yHUM6aWs/Qqh9clU/WtCmXZfpmhiIqUbKaWA1J8XXfRlDRMjTtyBceS5j"
        "AFdGInUZuHRpoV6BK4HLSEzvLD2xK2NIbL+XTshxDD6mFjjKKWcpki8tMXAGvAM+kd49y8khg1VPvGi3e2/i3psA98Bv9mx1"
        "JLn3wD33yTfXN383qVtQR+0Z8ZEnrtmxk+3FTrYH3AE/c14TPloBsQPccYdPcSuA82yPj3iIHSu4445z2vy01MPcGfkPjPwH"
        "4Ab4xi17RUtgBNxwg6a4lhAy/4EBCoy05IYbl/H5kSdetDu4KgZXkfaL2st0XC7GEMN6J2m5n+QqTr6KZmXJQitz/n6RyhPj"
        "u8UYpUSe1hcnicQJyFNQ7rHa6srTOupXPfED2yJYDNE62cpOVuesNQkxzYVEsk6IrQkYFuuxTWuyiK564hAT2yTDJAO0oPe6"
        "CtF3S+jV7RfQQgtSvJ4KWeqLZTRElB+XWr4qToI4CRoqp0hQp9iF0u3ZRIM4G1eucmI2rpwGm9hYnYSKA2wsziaVq5w6weZL"
        "jRf/JyEPGyEPGy4D1/cbrvbJXcBlIX802tOozkO927aIupzwyBNnjS9u2A27YTfsht2wG3bDbtgN++vjb/GVTNG5XrFoAAAA"
        "AElFTkSuQmCC"
    ),
    "name": "passport.png",
}

CODE = {
    "base64": (
        "iVBORw0KGgoAAAANSUhEUgAAAGMAAABjAQAAAACnQIM4AAABHElEQVR42tWUMU7DQBBF/8QrLVUMokBIRvEV6IKE5BLOkRMk"
        "oSc2FZXDBYCrxJV9DKMF0XrtBktrDyVUni1hupG+9v0Z/R1i/NTbDL/rb3WWaNvHTwXNJCWxg0aruREJRQwMOSj18VJhLfpU"
        "AIC+Pr2VlGDL7j5xYcmW62k6k+oe41VPxxI9ZNizHgmL9FFH4SGiEjRNB4/a5JpZ9KlAVjVL5S4vPkZhny2Ck8xlNyYXfSaO"
        "mBttMtlnYEvTaGMlpS2jsIw2B+cxe5BxRLzYS7N39mgg80zBWsrSXPMdx8R48Mh8WpynlV+W4DYciFlCEbfLzx15/b95df36"
        "NeQeme9YrfRiK76Z1OgdqvcXScmk5hX2V66dVtI/uWDfhUaMinuRYK8AAAAASUVORK5CYII="
    ),
    "name": "code.png",
}

CHECKBOXES = {
    "base64": (
        "iVBORw0KGgoAAAANSUhEUgAAAaQAAACWAQAAAAC58sGKAAADwklEQVR42u2YQWgcVRjHf29m3UyTwY5tCQtCdko95CCy4EUP"
        "JtMipZ7cQwgrgt2KSMBLQSsKbfeR9iC0YEEED0L2GGrBoBBCpTomRdTTHlrIoZDdgLpU2s6SjdkkO/M8TGK2YmY2W6gU5h1m"
        "eAM/vvn+79vZP3+h2PtqaPSyEiqhnmiqIYT9WGqlQFeUe6jltntRo/jXw88q3VDKewDNrX0A7fAWQ4lWbWffhlZ4i3vDs/O9"
        "9DVyEfCdhfc/ltbaOfveurTWzr3y2cslO0J5sgbg58cL771R2Hfm4MHfbxT2nbE/v8XpqFqWBWjOc3qqeBmtgCheRsvN/yoK"
        "UZRhA6hj1H1omhj+lqaZKKpVBXQXyKXDp2nIgC6jKM8DNlxovN4PgOpnfRi0chRVawGbEvbXwnMSbfo8EDNR1PzZ7V25GXbU"
        "hAq0I/u6OAIgviejgwls3YLIOTSyQODcYrM8poKJAMZUkAc1HTWH1jPAgDPL4MJi6lKlD30xdakI6Su7FlNq5YfNKaVUcL6k"
        "ulxeCnBC4YIL3Y+vUh5klVLqkOq6VsfX5uvuS4nEAyRUQiVU4r4e0X09ohobHVfAj6X8HUE6//lLMdQ/Pqbzw6+CaGqj2FNf"
        "rZu/SMv/1L4ZlK1l9er6B/Ul2x/5cjSbj6Iy48GNAt/mxrWTc19x/0+3ev306tvvXJ+pRFBpjojiFb6RR+D5A3Ig9a4pCloO"
        "kSlGUCrrGL4BykFQxqmDnWl2HMN/Un2eFiquSRAu5ChBJrQru/c1NxlSkxJ+dGiM/Zy214fxD0VSdmnnXEcl+5eGjk70eeit"
        "KKq+PT8+oCSUaRepQD2KMoWL3gpboggZ7UKACenoiZq+DXngNi53JZtl1HSQd0vTu3lsAHNmFn0RmBVV3oRB9/zkiHdq6ieO"
        "7uK+lJpSe1peb79KoWhYZKuPwxEl7iuhEiqhEvf1P2dfzh4o5T2Ahr2TlinZBSVaNdCHw731b9cWnX1d27ICgOhGQ0aOfwF8"
        "kmG5zm/fzfnLby2c+Ci2VtYAuIq9Ig3uyNXTqyevxb+hZQGcyMl+s8rg0rGCljseTxl2GAtx2AVJ02wOyfi+WlXwh+eHHNew"
        "7uG8tqVkTC3PA917aQ0CF+4DPBVP1VqAeij2i084t7OvpyWpMhymibcRT4XZFwFLoxKaJuayjJ9DIwswrbgrXTgQTAT5q7Ea"
        "htmXmDB4VgMYqLxwyopXvtwPJh9ucEfxImlq3aRY255tRal2l56tI/v6Q6nVvTu9emyknLivhEqohHoiqL8B8Z8zThq9G24A"
        "AAAASUVORK5CYII="
    ),
    "name": "form.png",
}
