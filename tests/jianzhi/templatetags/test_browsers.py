"""A browser's own name in words."""

import pytest

from jianzhi.templatetags.browsers import browser

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36"
)
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (CHROME, "Chrome 浏览器 · Windows 电脑"),
        (f"{CHROME} Edg/120.0.0.0", "Edge 浏览器 · Windows 电脑"),
        (IPHONE, "Safari 浏览器 · iPhone"),
        (f"{IPHONE} MicroMessenger/8.0.40", "微信 · iPhone"),
        ("Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko", "IE 浏览器 · Windows 电脑"),
        ("curl/8.4.0", "未知浏览器"),
        ("", "未知浏览器"),
    ],
)
def test_a_browser_is_called_by_a_name_that_people_know(user_agent: str, words: str) -> None:
    assert browser(user_agent) == words
