using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Llm.Testing;

namespace Llm.EndToEnd;

/// <summary>Answers of many megabytes are logged as they were sent, within a limit of memory.</summary>
public class LargeAnswerTests(InstalledTool tool)
{
    private const int Megabyte = 1_000_000;
    private const int ManagedRuntime = 40;
    private const string Answer = "SELECT text FROM parts WHERE type = 'text' ORDER BY id DESC LIMIT 1";

    /// <summary>A number of characters, as often as given; and the most memory in megabytes that the native command may take.</summary>
    [Theory]
    [InlineData(1000, 50_000, 200)]
    [InlineData(20 * Megabyte, 1, 100)]
    [InlineData(6, 200_000, 57)]
    public async Task The_logged_text_is_the_one_that_was_sent(int length, int count, int most)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the peak is read from /proc");
        var piece = string.Concat(Enumerable.Repeat("lorem ipsum ", length / 12 + 1))[..length];
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, piece, count);
        using var user = new TemporaryUserDirectory();
        user.Write(
            "extra-openai-models.yaml", $"- {{model_id: m, model_name: m, api_base: 'http://{listener.LocalEndpoint}/v1'}}\n");

        using var process = Run.Start(tool.Path, user.Path, null, "-m", "m", "hi");
        process.StandardInput.Close();
        var shown = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        var error = process.StandardError.ReadToEndAsync();
        var peak = 0;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, PeakOf(process.Id));
            await Task.Delay(10);
        }

        await serving;
        await shown;
        (await error).ShouldBe("");
        process.ExitCode.ShouldBe(0);
        (string.Concat(Enumerable.Repeat(piece, count)) == LogFacts.Read(user.Directory.LogsDatabase, Answer)[0]).ShouldBeTrue();
        TestContext.Current.SendDiagnosticMessage("{0} MB", peak);
        var isManaged = File.Exists(Path.Combine(Path.GetDirectoryName(tool.Path)!, "Llm.Cli.dll"));
        peak.ShouldBeInRange(10, isManaged ? most + ManagedRuntime : most);
    }

    /// <summary>The most memory that the process has had, in megabytes; 0 if it has ended.</summary>
    private static int PeakOf(int process)
    {
        try
        {
            var lines = File.ReadLines($"/proc/{process}/status");
            var line = lines.FirstOrDefault(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
            var kilobytes = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2] ?? "0";
            return int.Parse(kilobytes, CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static async Task ServeAsync(TcpListener listener, string piece, int count)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        var request = new StringBuilder();
        var buffer = new byte[8192];
        while (!request.ToString().Contains("\"hi\"", StringComparison.Ordinal))
            request.Append(Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer)));

        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"u8.ToArray());
        var delta = Encoding.UTF8.GetBytes($$$"""data: {"choices":[{"index":0,"delta":{"content":"{{{piece}}}"}}]}""" + "\n\n");
        for (var i = 0; i < count; i++) await stream.WriteAsync(delta);
        const string end = """data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""" + "\n\ndata: [DONE]\n\n";
        await stream.WriteAsync(Encoding.UTF8.GetBytes(end));
    }
}
