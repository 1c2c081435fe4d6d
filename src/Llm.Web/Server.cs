using System.Net.Sockets;
using Llm.Serving;
using Llm.Storage.Logs;
using Llm.Web.Output;
using Microsoft.AspNetCore.Connections;

namespace Llm.Web;

/// <summary>Runs the server until it is stopped.</summary>
internal static class Server
{
    /// <summary>Listens, says where, and answers until the process gets a signal to stop.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="LlmException">The address cannot be used.</exception>
    public static async Task<int> RunAsync(ServeSettings settings, LlmHost host, LogStore log)
    {
        await using var application = ServeApplication.Create(settings, host, log);
        using var socket = settings.UnixSocket is { } path ? new SocketFile(path) : null;
        try
        {
            await application.StartAsync();
        }
        catch (Exception ex) when (ex is IOException or SocketException or AddressInUseException)
        {
            throw new LlmException($"{ex.Message} Use another address: --host, --port or --unix-socket.", ex);
        }

        socket?.Protect();
        var address = settings.UnixSocket is { } file ? $"unix:{file}" : application.Urls.First();
        ServerConsole.Say($"Serving at {address} (Ctrl-C stops)");
        if (settings.OpensBrowser && settings.UnixSocket is null) DefaultBrowser.Open(address);
        await application.WaitForShutdownAsync();
        return 0;
    }
}
