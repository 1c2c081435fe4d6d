using System.Runtime.InteropServices;
using System.Text;

namespace Llm;

/// <summary>Encryption for the user of a Windows account (DPAPI).</summary>
internal static partial class DataProtection
{
    private const uint NoDialogs = 1;

    public static string Encrypt(string key)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        using var pinned = new Pinned(bytes);
        var input = pinned.Blob;
        return Convert.ToBase64String(Take(Protect(ref input, 0, 0, 0, 0, NoDialogs, out var output), output));
    }

    public static string Decrypt(string text)
    {
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length)) throw Failed();
        using var pinned = new Pinned(bytes);
        var input = pinned.Blob with { Length = length };
        return Encoding.UTF8.GetString(Take(Unprotect(ref input, 0, 0, 0, 0, NoDialogs, out var output), output));
    }

    private static byte[] Take(int succeeded, Blob output)
    {
        if (succeeded == 0) throw Failed();
        var bytes = new byte[output.Length];
        Marshal.Copy(output.Data, bytes, 0, bytes.Length);
        Free(output.Data);
        return bytes;
    }

    private static LlmException Failed() => new(
        "Windows cannot encrypt or decrypt the key; only the account that stored it can. Store it again with "
        + "'llm keys set NAME --store system'.");

    [LibraryImport("crypt32.dll", EntryPoint = "CryptProtectData")]
    private static partial int Protect(
        ref Blob input, nint description, nint entropy, nint reserved, nint prompt, uint flags, out Blob output);

    [LibraryImport("crypt32.dll", EntryPoint = "CryptUnprotectData")]
    private static partial int Unprotect(
        ref Blob input, nint description, nint entropy, nint reserved, nint prompt, uint flags, out Blob output);

    [LibraryImport("kernel32.dll", EntryPoint = "LocalFree")]
    private static partial nint Free(nint data);

    [StructLayout(LayoutKind.Sequential)]
    private record struct Blob(int Length, nint Data);

    private sealed class Pinned(byte[] bytes) : IDisposable
    {
        private GCHandle handle = GCHandle.Alloc(bytes, GCHandleType.Pinned);

        public Blob Blob => new(bytes.Length, handle.AddrOfPinnedObject());

        public void Dispose() => handle.Free();
    }
}
