using System.ComponentModel;
using System.Diagnostics;
using Llm.Web.Output;

namespace Llm.Web;

/// <summary>Opens the page in the user's browser.</summary>
internal static class DefaultBrowser
{
    /// <summary>Opens an address; the server runs on if that is not possible.</summary>
    /// <param name="address">Where the server listens; all addresses of the machine stand for the machine itself.</param>
    public static void Open(string address)
    {
        var page = new UriBuilder(address);
        if (page.Host is "[::]" or "0.0.0.0" or "*" or "+") page.Host = "localhost";
        try
        {
            using var process = Process.Start(StartFor(page.Uri.AbsoluteUri));
        }
        catch (Win32Exception ex)
        {
            ServerConsole.Warn($"Warning: no browser could be opened: {ex.Message}. Open {page.Uri.AbsoluteUri} yourself.");
        }
    }

    private static ProcessStartInfo StartFor(string address) =>
        OperatingSystem.IsWindows() ? new ProcessStartInfo(address) { UseShellExecute = true }
        // What it prints, such as warnings of the browser, does not belong into the output of the server.
        : new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [address])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
}
