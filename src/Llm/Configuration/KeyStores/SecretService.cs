using System.Runtime.InteropServices;

namespace Llm;

/// <summary>The Secret Service of a Linux desktop (GNOME Keyring, KWallet, KeePassXC), through libsecret.</summary>
/// <remarks>
/// The library is loaded at the first call, and only its functions without variable arguments are called. Why: docs/decisions/0019.
/// </remarks>
internal static partial class SecretService
{
    private const string Library = "libsecret-1.so.0";
    private const string GLib = "libglib-2.0.so.0";

    public static string? Find(string name) => With(name, (attributes, ref error) =>
    {
        var found = LookUp(0, attributes, 0, ref error);
        if (found == 0) return null;
        var key = Marshal.PtrToStringUTF8(found);
        Free(found);
        return key;
    });

    public static void Set(string name, string key) => With(name, (attributes, ref error) =>
    {
        _ = Store(0, attributes, null, $"llm: {name}", key, 0, ref error);
        return null;
    });

    public static void Remove(string name) => With(name, (attributes, ref error) =>
    {
        _ = Clear(0, attributes, 0, ref error);
        return null;
    });

    private delegate string? Call(nint attributes, ref nint error);

    /// <summary>Calls with the attributes by which the key is found.</summary>
    private static string? With(string name, Call call)
    {
        string[] texts = ["application", "io.datasette.llm", "name", name];
        var copies = new nint[texts.Length];
        nint table = 0, error = 0;
        try
        {
            var glib = NativeLibrary.Load(GLib);
            table = NewTable(NativeLibrary.GetExport(glib, "g_str_hash"), NativeLibrary.GetExport(glib, "g_str_equal"));
            for (var i = 0; i < texts.Length; i++) copies[i] = Marshal.StringToCoTaskMemUTF8(texts[i]);
            for (var i = 0; i < texts.Length; i += 2) _ = Insert(table, copies[i], copies[i + 1]);
            var result = call(table, ref error);
            return error == 0 ? result : throw new LlmException(
                $"The system's key store cannot be used: {Message(error)} It needs a desktop session with an unlocked keyring; "
                + "elsewhere use 'llm keys set NAME', or --command with a password manager.");
        }
        catch (DllNotFoundException ex)
        {
            throw new LlmException(
                "The system's key store needs libsecret, which is not installed (Debian and Ubuntu: libsecret-1-0, Fedora: libsecret).",
                ex);
        }
        finally
        {
            if (error != 0) FreeError(error);
            if (table != 0) ReleaseTable(table);
            foreach (var copy in copies) Marshal.FreeCoTaskMem(copy);
        }
    }

    /// <summary>The message of a <c>GError</c>: two numbers of four bytes, then the text.</summary>
    private static string Message(nint error)
    {
        var text = (Marshal.PtrToStringUTF8(Marshal.ReadIntPtr(error, 8)) ?? "").Trim();
        return text.EndsWith('.') ? text : text + ".";
    }

    [LibraryImport(GLib, EntryPoint = "g_hash_table_new")]
    private static partial nint NewTable(nint hash, nint equal);

    [LibraryImport(GLib, EntryPoint = "g_hash_table_insert")]
    private static partial int Insert(nint table, nint key, nint value);

    [LibraryImport(GLib, EntryPoint = "g_hash_table_unref")]
    private static partial void ReleaseTable(nint table);

    [LibraryImport(GLib, EntryPoint = "g_error_free")]
    private static partial void FreeError(nint error);

    [LibraryImport(Library, EntryPoint = "secret_password_storev_sync", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Store(
        nint schema, nint attributes, string? collection, string label, string password, nint cancellable, ref nint error);

    [LibraryImport(Library, EntryPoint = "secret_password_lookupv_sync")]
    private static partial nint LookUp(nint schema, nint attributes, nint cancellable, ref nint error);

    [LibraryImport(Library, EntryPoint = "secret_password_clearv_sync")]
    private static partial int Clear(nint schema, nint attributes, nint cancellable, ref nint error);

    [LibraryImport(Library, EntryPoint = "secret_password_free")]
    private static partial void Free(nint password);
}
