using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Llm.Packages;

namespace Llm.Providers.Dify.Python;

/// <summary>What is started to run the code of a package.</summary>
/// <param name="Title">The name of the package for people.</param>
/// <param name="Name">The name of its provider.</param>
/// <param name="Folder">The folder in which it runs.</param>
/// <param name="Python">The program.</param>
/// <param name="EntryPoint">The module that is run.</param>
internal sealed record PackageProgram(string Title, string Name, string Folder, string Python, string EntryPoint)
{
    // What a program needs to find its files and the network. Keys in the user's environment are not for packages.
    private static readonly string[] Inherited =
    [
        "PATH", "HOME", "USER", "LOGNAME", "LANG", "TZ", "TMPDIR", "http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY",
        "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "XDG_CACHE_HOME",
        "HEARTBEAT_INTERVAL", "MAX_REQUEST_TIMEOUT", "MAX_INVOCATION_TIMEOUT", "MAX_WORKER", "TIKTOKEN_CACHE_DIR",
        // Windows
        "SystemRoot", "SystemDrive", "COMSPEC", "PATHEXT", "TEMP", "TMP", "APPDATA", "LOCALAPPDATA", "USERPROFILE", "ProgramData",
    ];

    private static readonly Lazy<string> Bootstrap = new(() => Resource("bootstrap.py"));

    /// <summary>The program of a package that is prepared.</summary>
    /// <exception cref="LlmException">It is not prepared, or was prepared for another version.</exception>
    public static PackageProgram Of(AddedPackage package)
    {
        var environment = package.Environment;
        return environment.State switch
        {
            PackageEnvironmentState.Ready =>
                new PackageProgram(package.Title, package.Name, package.Folder, environment.Python, environment.EntryPoint),
            PackageEnvironmentState.Outdated => throw new LlmException(
                $"The Python environment of {package.Title} was made for another version of its package. Run: llm providers prepare "
                + package.Name),
            _ => throw new LlmException(
                $"{package.Title} has an interface of its own, which only the Python code of its package speaks. To let that code run: "
                + $"llm providers prepare {package.Name}. If there is a server with OpenAI's interface for its models, name it instead: "
                + $"llm providers configure {package.Name} --set endpoint_url https://…"),
        };
    }

    /// <summary>Starts it.</summary>
    /// <exception cref="LlmException">It cannot be started.</exception>
    public Process Start()
    {
        var start = new ProcessStartInfo(Python, ["-c", Bootstrap.Value, EntryPoint])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = Folder,
        };
        start.Environment.Clear();
        foreach (var name in Inherited)
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
                start.Environment[name] = value;
        start.Environment["INSTALL_METHOD"] = "local";
        start.Environment["PYTHONUTF8"] = "1";
        try
        {
            return Process.Start(start)!;
        }
        catch (Exception ex) when (ex is Win32Exception or InvalidOperationException or FileNotFoundException)
        {
            throw new LlmException(
                $"The Python code of {Title} cannot be started: {ex.Message}. Make its environment again: llm providers prepare {Name}",
                ex);
        }
    }

    /// <summary>The text of a program in Python that is part of this assembly.</summary>
    public static string Resource(string name)
    {
        using var stream = typeof(PackageProgram).Assembly.GetManifestResourceStream(name)!;
        return new StreamReader(stream).ReadToEnd();
    }
}
