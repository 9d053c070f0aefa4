"""What can be wrong with an address or the host behind it: a code and arguments, as JSON."""

from typing import Any

from imaging.labels import Label


class FetchError(Exception):
    """An address that gave nothing; `code` is a key of FETCH_MESSAGES."""

    def __init__(self, code: str, **arguments: Any) -> None:
        self.code = code
        self.arguments = arguments
        super().__init__(FETCH_MESSAGES[code].in_language("en").format(**arguments))


class FetchRefused(FetchError):
    """It will not work however often it is tried."""


class FetchFailed(FetchError):
    """It may work later; `retry_after_s` where the host said when."""

    def __init__(self, code: str, *, retry_after_s: float | None = None, **arguments: Any) -> None:
        super().__init__(code, **arguments)
        self.retry_after_s = retry_after_s


FETCH_MESSAGES: dict[str, Label] = {
    "address_unreadable": Label(
        en="This is not an address that can be opened. Write it like https://shop.example/name.",
        zh="这不是可以打开的网址。请写成 https://shop.example/name 的形式。",
    ),
    "address_scheme": Label(
        en="Only addresses that begin with http:// or https:// are opened.",
        zh="只能打开以 http:// 或 https:// 开头的网址。",
    ),
    "address_password": Label(
        en="The address holds a user name or a password. Use one that needs neither.",
        zh="网址中含有用户名或密码，请使用不需要登录的网址。",
    ),
    "address_port": Label(
        en="{host} is asked for at port {port}; only 80 and 443 are opened.",
        zh="{host} 使用了端口 {port}；只能打开 80 和 443 端口。",
    ),
    "address_private": Label(
        en="{host} is not on the public internet, so it is not opened."
        " The operator can allow a host of your own.",
        zh="{host} 不是公网地址，因此不会打开。管理员可以允许访问自有主机。",
    ),
    "redirect_many": Label(
        en="{host} sends on from one address to the next and never arrives.",
        zh="{host} 不断跳转，无法到达最终网址。",
    ),
    "redirect_insecure": Label(
        en="{host} sends on from https:// to http://, which anybody could read and change.",
        zh="{host} 从 https:// 跳转到 http://，内容可能被他人读取或篡改。",
    ),
    "answer_missing": Label(
        en="{host} says that there is nothing at this address (answer {status}).",
        zh="{host} 表示该网址没有内容（返回 {status}）。",
    ),
    "answer_forbidden": Label(
        en="{host} does not let everybody open this address (answer {status}).",
        zh="{host} 不允许公开访问该网址（返回 {status}）。",
    ),
    "answer_odd": Label(
        en="{host} answered {status}, which gives nothing to use.",
        zh="{host} 返回 {status}，没有可用的内容。",
    ),
    "answer_packed": Label(
        en="{host} sent the file compressed ({encoding}), which was not asked for.",
        zh="{host} 返回了未请求的压缩内容（{encoding}）。",
    ),
    "answer_large": Label(
        en="What {host} sends is larger than {limit} MB.", zh="{host} 返回的内容超过 {limit} MB。"
    ),
    "host_certificate": Label(
        en="{host} could not prove that it is {host}: its certificate is not valid.",
        zh="{host} 的证书无效，无法确认其身份。",
    ),
    "host_unknown": Label(
        en="No host called {host} was found. Is it spelled right?",
        zh="找不到主机 {host}，请检查拼写。",
    ),
    "host_silent": Label(en="{host} did not answer in time.", zh="{host} 未在规定时间内响应。"),
    "host_broke": Label(en="The connection to {host} broke off.", zh="与 {host} 的连接中断。"),
    "fetch_lost": Label(
        en="The machine that fetched this picture stopped each time. Try again, or ask the"
        " operator.",
        zh="下载该图片的机器每次都中断。请重试，或联系管理员。",
    ),
    "host_busy": Label(
        en="{host} is overloaded or out of order (answer {status}).",
        zh="{host} 过载或出现故障（返回 {status}）。",
    ),
}
