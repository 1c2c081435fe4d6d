using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Llm.Providers.Http.Certificates;

/// <summary>
/// The system's root certificates as .NET holds them in this process. .NET reads all of them at their first use; here, it can be given a
/// few of them for the time of one handshake.
/// </summary>
/// <remarks>
/// <para>
/// .NET has no public way to use only some roots: even a chain with its own list of roots makes it read the whole store. So it is sent to
/// a file in memory, by the two variables with which OpenSSL's store is moved, and forgets afterwards what it has read; a field that
/// is not public has to be cleared for that. If it does not exist, the store is never reduced.
/// </para>
/// <para>
/// Thread-safe. <see cref="UseWhole"/> and <see cref="Restore"/> may be called at any time: a handshake that loses its few roots is
/// verified with the whole store.
/// </para>
/// </remarks>
internal static partial class MachineStore
{
    private const uint CloseOnExecute = 1;

    private static readonly Lock Gate = new();
    private static bool reduced;
    private static bool whole;

    /// <summary>Makes .NET know only these roots until <see cref="Restore"/> or <see cref="UseWhole"/> is called.</summary>
    /// <param name="certificates">The text of the certificates, each of which is in a file of the store.</param>
    /// <returns>False if the whole store is or was in use, or another handshake has reduced it.</returns>
    public static bool TryReduce(IReadOnlyList<string> certificates)
    {
        lock (Gate)
        {
            if (whole || reduced || Field.Loaded is not { } loaded || !NativeEnvironment.IsKnown || loaded.GetValue(null) is not null)
                return false;
            reduced = Load(certificates);
            if (!reduced) loaded.SetValue(null, null);
            return reduced;
        }
    }

    /// <summary>Makes .NET read the whole store when it needs a root the next time.</summary>
    public static void Restore()
    {
        lock (Gate)
        {
            if (!reduced) return;
            reduced = false;
            Field.Loaded!.SetValue(null, null);
        }
    }

    /// <summary>Restores the whole store for the rest of the process.</summary>
    public static void UseWhole()
    {
        lock (Gate)
        {
            whole = true;
            Restore();
        }
    }

    private static bool Load(IReadOnlyList<string> certificates)
    {
        var descriptor = CreateMemoryFile("roots", CloseOnExecute);
        if (descriptor < 0) return false;
        using var file = new SafeFileHandle(descriptor, ownsHandle: true);
        RandomAccess.Write(file, Encoding.Latin1.GetBytes(string.Join('\n', certificates) + '\n'), 0);
        var count = 0;
        NativeEnvironment.With(
            SystemRoots.BundleVariable, string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{descriptor}"),
            SystemRoots.FolderVariable, "",
            () => count = Count(StoreName.Root) + Count(StoreName.CertificateAuthority));
        return count == certificates.Count;
    }

    /// <summary>Counts the certificates of a store, which makes .NET read it.</summary>
    private static int Count(StoreName name)
    {
        using var store = new X509Store(name, StoreLocation.LocalMachine, OpenFlags.ReadOnly);
        var certificates = store.Certificates;
        foreach (var certificate in certificates) certificate.Dispose();
        return certificates.Count;
    }

    [LibraryImport("libc", EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateMemoryFile(string name, uint flags);

    /// <summary>Looked for when it is needed, because most processes never do.</summary>
    private static class Field
    {
        /// <summary>What .NET has read of the store; null before it has.</summary>
        public static readonly FieldInfo? Loaded = Type.GetType(
            "System.Security.Cryptography.X509Certificates.OpenSslCachedSystemStoreProvider, System.Security.Cryptography")
            ?.GetField("s_nativeCollections", BindingFlags.NonPublic | BindingFlags.Static);
    }
}
