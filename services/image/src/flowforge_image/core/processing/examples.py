"""A small picture for the examples of operations: a gradient of 16 x 16 pixels, as PNG."""

DOT = {
    "base64": (
        "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAABlUlEQVR42g3LQQEAIQgAQStYwQpWsAIVqMB3n1awghWoQAUqUMG7"
        "+U9rjd4YjdlYDWlowxq7cRq34Y1oZKMar9Fap3dGZ3ZWRzrasc7unM7teCc62anO638Y9MEYzMEayEAHNtiDM7gDH8QgBzV44w+T"
        "PhmTOVkTmejEJntyJnfik5jkpCZv/mHRF2MxF2shC13YYi/O4i58EYtc1OKtPwhdGMIUliCCCiZs4QhXcCGEFEp48gelK0OZylJE"
        "UcWUrRzlKq6EkkopT/9gdGMY01iGGGqYsY1jXMONMNIo49kfNn0zNnOzNrLRjW325mzuxjexyU1t3v7DoR/GYR7WQQ56sMM+nMM9"
        "+CEOeajDO3+49Mu4zMu6yEUvdtmXc7kXv8QlL3V59w9Od4YzneWIo4452znOddwJJ51ynv8h6MEIZrACCTSwYAcnuIEHEWRQwYs/"
        "JD0ZyUxWIokmluzkJDfxJJJMKnn5h6IXo5jFKqTQwopdnOIWXkSRRRWv/vDoj/GYj/WQhz7ssR/ncR/+iEc+6vEeHzeffxDda3MH"
        "AAAAAElFTkSuQmCC"
    ),
    "name": "gradient.png",
}
