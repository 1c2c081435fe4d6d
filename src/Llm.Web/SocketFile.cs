using System.Net.Sockets;

namespace Llm.Web;

/// <summary>The file of a Unix socket: one that a killed server left behind is removed, and only the user may connect.</summary>
internal sealed class SocketFile : IDisposable
{
    private readonly string path;

    /// <summary>Makes way for the socket.</summary>
    /// <exception cref="LlmException">Another server listens there, or the file is none of a socket.</exception>
    public SocketFile(string path)
    {
        this.path = path;
        if (!File.Exists(path)) return;
        if (new FileInfo(path).Length > 0) throw new LlmException($"{path} is an ordinary file: name another path.");
        using (var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            try
            {
                probe.Connect(new UnixDomainSocketEndPoint(path));
                throw new LlmException($"Another server listens at {path}. Stop it, or name another path.");
            }
            catch (SocketException)
            {
                // Nobody listens.
            }
        }

        File.Delete(path);
    }

    /// <summary>Lets only the user connect.</summary>
    public void Protect()
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <inheritdoc/>
    public void Dispose() => File.Delete(path);
}
