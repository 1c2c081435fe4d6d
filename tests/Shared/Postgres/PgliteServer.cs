using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Llm.Tests.Postgres;

/// <summary>PostgreSQL with pgvector in a process of Node, at the versions of <c>tests/npm/package.json</c>, in memory.</summary>
/// <remarks>All connections are one session: settings are shared, and statements are neither timed out nor cancelled.</remarks>
public sealed class PgliteServer : IAsyncLifetime
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(90);

    private Process? process;
    private OneAtATime? proxy;
    private string? missing;

    public bool IsRunning => proxy is not null;

    /// <summary>The address of the database; the test is skipped if there is none.</summary>
    public string Address
    {
        get
        {
            Assert.SkipWhen(missing is not null, missing ?? "");
            return $"postgresql://postgres@127.0.0.1:{proxy!.Port}/postgres?sslmode=disable";
        }
    }

    public async ValueTask InitializeAsync()
    {
        var folder = Path.Combine(SharedData.RepositoryRoot, "tests", "npm");
        var script = Path.Combine(folder, "node_modules", ".bin", "pglite-server");
        if (!File.Exists(script))
        {
            missing = "The npm packages of tests/npm are not installed: .ci/install does it.";
            return;
        }

        var port = FreePort();
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])
            [
                script, "--db=memory://", $"--port={port}", "--host=127.0.0.1", "--extensions=@electric-sql/pglite-pgvector:vector",
                "--max-connections=40",
            ])
            start.ArgumentList.Add(argument);
        process = Process.Start(start)!;
        process.StandardInput.Close();
        _ = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(MaxWait);
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (!line.Contains("listening", StringComparison.Ordinal)) continue;
            proxy = new OneAtATime(port);
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return;
        }

        throw new InvalidOperationException("PGlite has ended before it was listening.");
    }

    public ValueTask DisposeAsync()
    {
        proxy?.Dispose();
        process?.Kill(entireProcessTree: true);
        process?.Dispose();
        return ValueTask.CompletedTask;
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
