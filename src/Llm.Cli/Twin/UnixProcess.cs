using System.Runtime.InteropServices;
using System.Text;

namespace Llm.Cli.Twin;

/// <summary>Replaces the program of a Unix process.</summary>
internal static partial class UnixProcess
{
    private const string CommandLine = "/proc/self/cmdline";

    /// <summary>
    /// Runs another program with the same command line in this process, which keeps its id, terminal, streams and environment.
    /// </summary>
    /// <param name="file">The program.</param>
    /// <param name="arguments">The arguments, for systems without a file that has the bytes of the command line.</param>
    /// <param name="variable">A variable to add to the environment.</param>
    /// <returns>Why the program could not be run; there is no return otherwise.</returns>
    public static LlmException ReplaceBySame(string file, IReadOnlyList<string> arguments, EnvironmentVariable? variable) =>
        // Arguments need not be valid UTF-8, so their bytes are passed on as they came.
        Replace(file, File.Exists(CommandLine) ? File.ReadAllBytes(CommandLine) : Encode(arguments), variable);

    /// <summary>Runs another program in this process, which keeps its id, terminal, streams and environment.</summary>
    /// <param name="file">The program.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="variable">A variable to add to the environment.</param>
    /// <returns>Why the program could not be run; there is no return otherwise.</returns>
    public static LlmException Replace(string file, IReadOnlyList<string> arguments, EnvironmentVariable? variable) =>
        Replace(file, Encode(arguments), variable);

    private static unsafe LlmException Replace(string file, byte[] bytes, EnvironmentVariable? variable)
    {
        if (variable is not null) _ = SetEnvironment(variable.Name, variable.Value, 1);
        fixed (byte* first = bytes)
        {
            // One pointer for each argument, and a last one that is null.
            var pointers = new nint[bytes.AsSpan().Count((byte)0) + 1];
            for (var (i, at) = (0, 0); i < pointers.Length - 1; i++)
            {
                pointers[i] = (nint)(first + at);
                at += bytes.AsSpan(at).IndexOf((byte)0) + 1;
            }

            fixed (nint* vector = pointers) _ = Execute(file, vector);
        }

        return new LlmException($"Cannot run {file}: {Marshal.GetLastPInvokeErrorMessage()}. Install llm again.");
    }

    private static byte[] Encode(IReadOnlyList<string> arguments) =>
        Encoding.UTF8.GetBytes(string.Concat(arguments.Prepend("llm").Select(argument => argument + '\0')));

    [LibraryImport("libc", EntryPoint = "execv", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static unsafe partial int Execute(string file, nint* arguments);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
