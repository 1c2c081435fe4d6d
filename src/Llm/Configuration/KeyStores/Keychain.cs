using System.Runtime.InteropServices;
using System.Text;

namespace Llm;

/// <summary>The login keychain of macOS.</summary>
/// <remarks>The functions take plain bytes; their newer replacements would need dictionaries of Core Foundation.</remarks>
internal static partial class Keychain
{
    private const string Library = "/System/Library/Frameworks/Security.framework/Security";
    private const int NotFound = -25300;

    private static readonly byte[] Service = [.. "io.datasette.llm"u8];

    public static string? Find(string name)
    {
        var status = Find(name, out var length, out var data, out var item);
        if (status == NotFound) return null;
        Check(status);
        var key = Marshal.PtrToStringUTF8(data, (int)length);
        _ = FreeContent(0, data);
        Release(item);
        return key;
    }

    public static void Set(string name, string key)
    {
        Remove(name);
        var (account, bytes) = (Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(key));
        Check(Add(0, (uint)Service.Length, Service, (uint)account.Length, account, (uint)bytes.Length, bytes, 0));
    }

    public static void Remove(string name)
    {
        var status = Find(name, out _, out var data, out var item);
        if (status == NotFound) return;
        Check(status);
        _ = FreeContent(0, data);
        status = Delete(item);
        Release(item);
        Check(status);
    }

    private static int Find(string name, out uint length, out nint data, out nint item)
    {
        var account = Encoding.UTF8.GetBytes(name);
        return Find(0, (uint)Service.Length, Service, (uint)account.Length, account, out length, out data, out item);
    }

    private static void Check(int status)
    {
        if (status != 0) throw new LlmException($"The keychain cannot be used (error {status}; 'security error {status}' explains it).");
    }

    [LibraryImport(Library, EntryPoint = "SecKeychainFindGenericPassword")]
    private static partial int Find(
        nint keychain, uint serviceLength, byte[] service, uint accountLength, byte[] account, out uint length, out nint data,
        out nint item);

    [LibraryImport(Library, EntryPoint = "SecKeychainAddGenericPassword")]
    private static partial int Add(
        nint keychain, uint serviceLength, byte[] service, uint accountLength, byte[] account, uint length, byte[] data, nint item);

    [LibraryImport(Library, EntryPoint = "SecKeychainItemDelete")]
    private static partial int Delete(nint item);

    [LibraryImport(Library, EntryPoint = "SecKeychainItemFreeContent")]
    private static partial int FreeContent(nint attributes, nint data);

    [LibraryImport("/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation", EntryPoint = "CFRelease")]
    private static partial void Release(nint item);
}
