using System.Diagnostics;
using Llm.Testing;

namespace Llm.Providers.Tests.Offline.Mapping;

/// <summary>Shows a page in Debian's Chromium without a window; tests are skipped where it is not installed.</summary>
internal static class Chromium
{
    private const string Program = "/usr/bin/chromium";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>A picture of the page as PNG: 1,200 × 800 units of two pixels each way, which gives small points a clear colour.</summary>
    public static async Task<byte[]> ScreenshotAsync(string page, CancellationToken cancellationToken)
    {
        using var directory = new TemporaryUserDirectory();
        var picture = Path.Combine(directory.Directory.Path, "page.png");
        string[] arguments = ["--window-size=1200,800", "--force-device-scale-factor=2", "--hide-scrollbars", $"--screenshot={picture}"];
        await RunAsync(directory.Directory.Path, page, arguments, cancellationToken);
        return await File.ReadAllBytesAsync(picture, cancellationToken);
    }

    /// <summary>The document after its scripts have run.</summary>
    public static async Task<string> DocumentAsync(string page, CancellationToken cancellationToken)
    {
        using var directory = new TemporaryUserDirectory();
        return await RunAsync(directory.Directory.Path, page, ["--dump-dom"], cancellationToken);
    }

    private static async Task<string> RunAsync(string directory, string page, string[] arguments, CancellationToken cancellationToken)
    {
        Assert.SkipUnless(File.Exists(Program), "chromium is not installed (.ci/install does it)");
        var file = Path.Combine(directory, "page.html");
        await File.WriteAllTextAsync(file, page, cancellationToken);
        var start = new ProcessStartInfo(Program) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Its sandbox needs rights that containers often lack; the page is our own.
        string[] always = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--virtual-time-budget=3000",
            $"--user-data-dir={Path.Combine(directory, "profile")}"];
        foreach (var argument in (string[])[.. always, .. arguments, new Uri(file).AbsoluteUri]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            process.ExitCode.ShouldBe(0, await errors);
            return output;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
