using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Llm.Benchmarks.Serve;

/// <summary>Holds the server against the proxy.</summary>
internal static class Comparison
{
    private const int Streams = 500;
    private const int Rounds = 5;
    private const int Few = 1_000;
    private const int Many = 10_000;
    private const double Budget = 1.5;
    private const double MemoryBudget = 1.1;
    private const string Mark = "data: [DONE]\n\n";

    private static readonly byte[] Request =
        """{"model":"upstream","stream":true,"messages":[{"role":"user","content":"Say something"}]}"""u8.ToArray();

    public static async Task<int> RunAsync(Budgets budgets)
    {
        var folder = Directory.CreateTempSubdirectory("llm-serve-").FullName;
        using var provider = await Program.StartAsync([Environment.ProcessPath!, "provider"], folder);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "extra-openai-models.yaml"),
            $"- model_id: upstream\n  model_name: upstream\n  api_base: {provider.Address}/v1\n");
        var database = Path.Combine(folder, "proxy.db");
        using var proxy = await Program.StartAsync([Environment.ProcessPath!, "proxy", provider.Address, database], folder);
        var settings = JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["port"] = 0,
            ["database"] = Path.Combine(folder, "logs.db"),
            ["logs"] = true,
            ["answers"] = Streams,
            ["waiting"] = Streams,
        });
        using var llm = await Program.StartAsync(["dotnet", ServerFile(), settings], folder);
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = int.MaxValue });
        foreach (var address in (string[])[proxy.Address, llm.Address]) await RoundAsync(http, address, Streams);
        var (ours, theirs) = (new List<Round>(), new List<Round>());
        for (var i = 0; i < Rounds; i++)
        {
            theirs.Add(await RoundAsync(http, proxy.Address, Streams));
            ours.Add(await RoundAsync(http, llm.Address, Streams));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Streams} streams of {InstantProvider.Events} events at once, {Rounds} alternating rounds, medians, "
            + $"{Environment.ProcessorCount} processors"));
        Report("time of all, ms", round => round.Total);
        Report("median first byte, ms", round => round.FirstByte);
        var sent = Streams * (Rounds + 1);
        await SendAsync(http, llm.Address, Few);
        var few = llm.WorkingSet();
        await SendAsync(http, llm.Address, Many - Few);
        budgets.Report(
            string.Create(CultureInfo.InvariantCulture, $"working set after {Many + sent} answers, MiB"), llm.WorkingSet(),
            string.Create(CultureInfo.InvariantCulture, $"after {Few + sent}"), few, MemoryBudget);
        return budgets.AreMissed ? 1 : 0;

        void Report(string name, Func<Round, double> value) =>
            budgets.Report(name, Median(ours, value), "bare proxy", Median(theirs, value), Budget);
    }

    private static string ServerFile()
    {
        var root = AppContext.BaseDirectory[..AppContext.BaseDirectory.IndexOf("/benchmarks/", StringComparison.Ordinal)];
        return Path.Combine(root, "src", "Llm.Web", "bin", "Release", "net10.0", "llm-serve.dll");
    }

    private static double Median(List<Round> rounds, Func<Round, double> value) => rounds.Select(value).Order().ElementAt(rounds.Count / 2);

    private static async Task SendAsync(HttpClient http, string address, int count)
    {
        for (var sent = 0; sent < count; sent += Streams) await RoundAsync(http, address, Math.Min(Streams, count - sent));
    }

    private static async Task<Round> RoundAsync(HttpClient http, string address, int count)
    {
        var watch = Stopwatch.StartNew();
        var first = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => StreamAsync(http, address, watch)));
        var total = watch.Elapsed.TotalMilliseconds;
        return new Round(total, first.Order().ElementAt(count / 2));
    }

    /// <summary>Reads one answer to its end, and returns when its first byte came.</summary>
    private static async Task<double> StreamAsync(HttpClient http, string address, Stopwatch watch)
    {
        using var content = new ByteArrayContent(Request);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{address}/v1/chat/completions") { Content = content };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[64 * 1024];
        var length = await stream.ReadAsync(buffer);
        var first = watch.Elapsed.TotalMilliseconds;
        var end = "";
        while (length > 0)
        {
            end += Encoding.UTF8.GetString(buffer, 0, length);
            if (end.Length > Mark.Length) end = end[^Mark.Length..];
            length = await stream.ReadAsync(buffer);
        }

        if (end != Mark) throw new InvalidOperationException($"An answer ended with: {end}");
        return first;
    }

    private sealed record Round(double Total, double FirstByte);

    /// <summary>A server in a process of its own.</summary>
    private sealed class Program : IDisposable
    {
        private readonly Process process;

        private Program(Process process, string address) => (this.process, Address) = (process, address);

        public string Address { get; }

        public static async Task<Program> StartAsync(string[] command, string userPath)
        {
            var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true };
            start.Environment["LLM_USER_PATH"] = userPath;
            // As published.
            start.Environment["DOTNET_TieredPGO"] = "0";
            var process = Process.Start(start)!;
            var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("A server did not start.");
            return new Program(process, line.Split(' ')[2]);
        }

        /// <summary>The memory of the process in MiB.</summary>
        public double WorkingSet()
        {
            process.Refresh();
            return process.WorkingSet64 / (double)(1 << 20);
        }

        public void Dispose()
        {
            process.Kill();
            process.Dispose();
        }
    }
}
