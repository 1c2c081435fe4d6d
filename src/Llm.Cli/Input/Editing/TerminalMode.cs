using System.Runtime.InteropServices;

namespace Llm.Cli.Input.Editing;

/// <summary>The mode in which a Unix terminal delivers each key as it is pressed; disposing it restores the previous mode.</summary>
internal sealed partial class TerminalMode : IDisposable
{
    private const int Descriptor = 0;
    private const int AfterOutput = 1;

    /// <summary>More than the size of <c>struct termios</c> on any platform; only the C library reads its content.</summary>
    private const int Size = 256;

    private readonly byte[] former = new byte[Size];

    private TerminalMode()
    {
    }

    /// <summary>Switches to single keys; returns null if standard input is not a terminal.</summary>
    public static TerminalMode? Enter()
    {
        var mode = new TerminalMode();
        if (GetAttributes(Descriptor, ref mode.former[0]) != 0) return null;
        var raw = (byte[])mode.former.Clone();
        MakeRaw(ref raw[0]);
        return SetAttributes(Descriptor, AfterOutput, ref raw[0]) == 0 ? mode : null;
    }

    public void Dispose() => _ = SetAttributes(Descriptor, AfterOutput, ref former[0]);

    /// <summary>Stops this process and the others of its group, as Ctrl-Z does, until the shell continues them.</summary>
    public static void Suspend() => _ = Kill(0, OperatingSystem.IsLinux() ? 20 : 18);

    [LibraryImport("libc", EntryPoint = "tcgetattr")]
    private static partial int GetAttributes(int descriptor, ref byte attributes);

    [LibraryImport("libc", EntryPoint = "tcsetattr")]
    private static partial int SetAttributes(int descriptor, int when, ref readonly byte attributes);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    private static partial void MakeRaw(ref byte attributes);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
