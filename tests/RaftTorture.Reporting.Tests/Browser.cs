using Microsoft.Playwright;

namespace RaftTorture.Reporting.Tests;

/// <summary>Debian's Chromium, driven headless; no browser is ever downloaded.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private const string RequireAll = "RAFTTORTURE_REQUIRE_ALL";

    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium"];

    private readonly IPlaywright _driver;
    private readonly IBrowser _browser;
    private readonly DirectoryInfo _pages = Directory.CreateTempSubdirectory("raft-torture-page-");

    private Browser(IPlaywright driver, IBrowser browser) => (_driver, _browser) = (driver, browser);

    /// <summary>Skips the test where no browser is installed; fails it there if <c>RAFTTORTURE_REQUIRE_ALL</c> is set.</summary>
    public static async Task<Browser> StartAsync()
    {
        var executable = Array.Find(Places, File.Exists);
        if (executable is null && Environment.GetEnvironmentVariable(RequireAll) == "1")
            Assert.Fail($"no browser in {string.Join(", ", Places)}, and {RequireAll} is set");
        if (executable is null)
            Assert.Ignore("no Chromium: install it (apt-get install chromium) to look at the report");
        var driver = await Playwright.CreateAsync();
        var browser = await driver.Chromium.LaunchAsync(new()
        {
            ExecutablePath = executable,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        return new Browser(driver, browser);
    }

    public async Task<OpenPage> OpenAsync(string html, int width = 1200, ColorScheme colours = ColorScheme.Light)
    {
        var file = Path.Combine(_pages.FullName, $"{Guid.NewGuid():n}.html");
        await File.WriteAllTextAsync(file, html);
        var page = await _browser.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = colours });
        var opened = new OpenPage(page);
        await page.GotoAsync(new Uri(file).AbsoluteUri);
        return opened;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _driver.Dispose();
        _pages.Delete(recursive: true);
    }
}

/// <summary>A page, and whatever it complained of or asked the network for.</summary>
internal sealed class OpenPage
{
    public OpenPage(IPage page)
    {
        Page = page;
        page.PageError += (_, error) => Complaints.Add(error);
        page.Console += (_, message) => Complaints.Add($"{message.Type}: {message.Text}");
        page.Dialog += (_, dialog) => Complaints.Add($"dialog: {dialog.Message}");
        page.Request += (_, request) => Requests.Add(request.Url);
    }

    public IPage Page { get; }

    public List<string> Complaints { get; } = [];

    public List<string> Requests { get; } = [];
}
