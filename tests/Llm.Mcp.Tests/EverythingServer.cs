using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Llm.Mcp.Tests;

/// <summary>The reference server of the protocol, which has one of everything, as a process with an address.</summary>
public sealed class EverythingServer : IDisposable
{
    /// <summary>The transport of today.</summary>
    public const string StreamableHttp = "streamableHttp";

    /// <summary>The transport of the older protocol.</summary>
    public const string Events = "sse";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process process;

    private EverythingServer(Process process, string address) => (this.process, Address) = (process, address);

    public string Address { get; }

    /// <summary>Starts the server and waits until it accepts connections.</summary>
    public static async Task<EverythingServer> StartAsync(string transport, CancellationToken cancellationToken)
    {
        var port = FreePort();
        var start = new ProcessStartInfo("node", [NpmPackages.Everything, transport])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PORT"] = port.ToString(CultureInfo.InvariantCulture);
        var path = transport == StreamableHttp ? "mcp" : "sse";
        var server = new EverythingServer(Process.Start(start)!, $"http://127.0.0.1:{port}/{path}");
        for (var began = Stopwatch.GetTimestamp(); ; await Task.Delay(100, cancellationToken))
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
                return server;
            }
            catch (SocketException) when (Stopwatch.GetElapsedTime(began) < Patience)
            {
                // It is still starting.
            }
        }
    }

    public void Kill() => process.Kill(entireProcessTree: true);

    public void Dispose()
    {
        if (!process.HasExited) Kill();
        process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
