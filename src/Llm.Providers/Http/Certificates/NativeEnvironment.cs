using System.Runtime.InteropServices;
using System.Text;

namespace Llm.Providers.Http.Certificates;

/// <summary>The environment as libraries written in C see it; .NET changes only a copy of its own.</summary>
internal static unsafe class NativeEnvironment
{
    private static readonly byte*** Variables = Find();

    /// <summary>Whether the environment can be read and replaced.</summary>
    public static bool IsKnown => Variables is not null && *Variables is not null;

    /// <summary>Returns the value of a variable; null if it is not set.</summary>
    public static string? Get(string name)
    {
        var start = Encoding.UTF8.GetBytes(name + "=");
        for (var variable = *Variables; *variable is not null; variable++)
        {
            if (StartsWith(*variable, start)) return Marshal.PtrToStringUTF8((nint)(*variable + start.Length));
        }

        return null;
    }

    /// <summary>Runs an action while two variables have other values.</summary>
    /// <remarks>
    /// Nothing is changed in place, as <c>setenv</c> would do: a thread that reads the environment meanwhile sees either the old array
    /// or the new one, and both are whole. The new one is not freed, because such a thread may still be reading it.
    /// </remarks>
    public static void With(string name1, string value1, string name2, string value2, Action action)
    {
        // Afterwards .NET never reads the native environment again, so that no child process inherits the values.
        _ = Environment.GetEnvironmentVariables();
        byte[] start1 = Encoding.UTF8.GetBytes(name1 + "="), start2 = Encoding.UTF8.GetBytes(name2 + "=");
        var old = *Variables;
        var count = 0;
        while (old[count] is not null) count++;
        var changed = (byte**)NativeMemory.Alloc((nuint)count + 3, (nuint)sizeof(byte*));
        var next = 0;
        for (var i = 0; i < count; i++)
        {
            if (!StartsWith(old[i], start1) && !StartsWith(old[i], start2)) changed[next++] = old[i];
        }

        changed[next++] = (byte*)Marshal.StringToCoTaskMemUTF8(name1 + "=" + value1);
        changed[next++] = (byte*)Marshal.StringToCoTaskMemUTF8(name2 + "=" + value2);
        changed[next] = null;
        Volatile.Write(ref *(nint*)Variables, (nint)changed);
        try
        {
            action();
        }
        finally
        {
            Volatile.Write(ref *(nint*)Variables, (nint)old);
        }
    }

    private static bool StartsWith(byte* text, byte[] start)
    {
        for (var i = 0; i < start.Length; i++)
        {
            if (text[i] != start[i]) return false;
        }

        return true;
    }

    private static byte*** Find() =>
        NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "environ", out var address) ? (byte***)address : null;
}
