import Testing

@testable import Wire

@Suite("A cookie jar")
struct CookieJarTests {
  @Test(
    "Gives a cookie back to whom it belongs",
    arguments: [
      ("a=1", "https://as.example/other", "a=1"), ("a=1", "https://sub.as.example/", nil),
      ("a=1; Domain=as.example", "https://sub.as.example/", "a=1"),
      ("a=1; Domain=.as.example", "https://as.example/", "a=1"), ("a=1; Domain=other.example", "https://as.example/", nil),
      ("a=1; Domain=other.example", "https://other.example/", nil), ("a=1; Secure", "http://as.example/", nil),
      ("a=1; Secure; HttpOnly; SameSite=Lax", "https://as.example/", "a=1"), ("a=1; Path=/x", "https://as.example/x/y?q", "a=1"),
      ("a=1; Path=/x", "https://as.example/xy", nil), ("a=1; Max-Age=0", "https://as.example/", nil), ("a=", "https://as.example/", "a="),
      ("=1", "https://as.example/", nil), ("nothing", "https://as.example/", nil), ("a=b=c", "https://as.example/", "a=b=c"),
      ("a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "https://as.example/", nil),
    ])
  func belongs(set: String, url: String, cookie: String?) {
    var jar = CookieJar()
    jar.store([HeaderField("Set-Cookie", set)], from: "https://as.example/login")
    #expect(jar.field(for: url)?.value == cookie)
  }

  @Test("Replaces and drops cookies, longer paths first, the path of the request by default")
  func several() {
    var jar = CookieJar()
    let url = "https://as.example/a/b/c"
    jar.store(
      [HeaderField("set-cookie", "x=1; Path=/"), HeaderField("Set-Cookie", "y=2"), HeaderField("Set-Cookie", "z=3; Path=/")], from: url)
    #expect(jar.field(for: url) == HeaderField("Cookie", "y=2; x=1; z=3"))
    #expect(jar.field(for: "https://as.example/a/") == HeaderField("Cookie", "x=1; z=3"))
    jar.store([HeaderField("Set-Cookie", "x=; Path=/; Max-Age=0"), HeaderField("Set-Cookie", "z=4; Path=/")], from: url)
    #expect(jar.field(for: url)?.value == "y=2; z=4")
  }
}
