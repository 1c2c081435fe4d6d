using System.Diagnostics;
using System.Runtime.Versioning;
using Llm.Serving;
using Llm.Testing;

namespace Llm.Web.Tests.Page;

/// <summary>The program of the server opens the page itself, with the program that opens addresses on a Linux desktop.</summary>
public class DefaultBrowserTests
{
    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task The_page_is_opened_once_the_server_listens()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux finds the program on the path");
        var cancellation = TestContext.Current.CancellationToken;
        using var directory = new TemporaryUserDirectory();
        var folder = directory.Directory.Path;
        var opened = Path.Combine(folder, "opened");
        directory.Write("xdg-open", $"#!/bin/sh\necho \"$1\" > '{opened}.part'\nmv '{opened}.part' '{opened}'\n");
        File.SetUnixFileMode(Path.Combine(folder, "xdg-open"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var settings = new ServeSettings { Port = 0, Database = directory.Directory.LogsDatabase, OpensBrowser = true };
        var start = new ProcessStartInfo("dotnet", [typeof(Server).Assembly.Location, settings.ToJson()]) { RedirectStandardOutput = true };
        start.Environment["LLM_USER_PATH"] = folder;
        start.Environment["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
        using var process = Process.Start(start)!;
        try
        {
            var said = await process.StandardOutput.ReadLineAsync(cancellation);
            while (!File.Exists(opened)) await Task.Delay(20, cancellation);
            var address = (await File.ReadAllTextAsync(opened, cancellation)).Trim();
            said.ShouldStartWith($"Serving at {address.TrimEnd('/')} ");
            using var client = new HttpClient();
            (await client.GetStringAsync(new Uri(address), cancellation)).ShouldContain("<title>Chat");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
