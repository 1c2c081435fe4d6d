using System.Runtime.InteropServices;

namespace Llm.Providers.Http.Certificates;

/// <summary>The OpenSSL library that .NET uses on Linux.</summary>
internal static class OpenSsl
{
    /// <summary>The versions in the order in which .NET looks for them.</summary>
    private static readonly string[] Versions = ["3", "1.1", "1.0.2", "1.0.0", "10"];

    /// <summary>The library; zero if there is none. It is never unloaded, because .NET uses the same one.</summary>
    private static readonly nint Library = Load();

    /// <summary>Throws if there is no OpenSSL: .NET would end the process at its first use.</summary>
    /// <exception cref="LlmException">OpenSSL is missing.</exception>
    public static void Require()
    {
        if (Library != 0) return;
        throw new LlmException(
            "https needs OpenSSL, and no usable version of libssl was found. Install it: 'apt install libssl3' on Debian 12 and Ubuntu "
            + "22.04, 'apt install libssl3t64' on newer ones, 'dnf install openssl-libs' on Fedora, 'apk add libssl3' on Alpine.");
    }

    /// <summary>The bundle of root certificates that is built into the library; null if it cannot be determined.</summary>
    public static string? DefaultBundle => Text("X509_get_default_cert_file");

    /// <summary>The folder of root certificates that is built into the library; null if it cannot be determined.</summary>
    public static string? DefaultFolder => Text("X509_get_default_cert_dir");

    private static nint Load()
    {
        // .NET tries this version first.
        if (Environment.GetEnvironmentVariable("CLR_OPENSSL_VERSION_OVERRIDE") is { Length: > 0 } version
            && NativeLibrary.TryLoad("libssl.so." + version, out var library))
        {
            return library;
        }

        foreach (var known in Versions)
        {
            if (NativeLibrary.TryLoad("libssl.so." + known, out library)) return library;
        }

        return 0;
    }

    private static unsafe string? Text(string function) => Library != 0 && NativeLibrary.TryGetExport(Library, function, out var address)
        ? Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<byte*>)address)())
        : null;
}
