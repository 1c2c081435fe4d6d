using System.ComponentModel;
using System.Diagnostics;

namespace Llm.Scripting.Tests.Python;

/// <summary>Skips where there is no Python.</summary>
public abstract class PythonTest : FunctionsTest
{
    private static readonly Lazy<bool> IsThere = new(() =>
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("python3", "--version") { RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    });

    /// <summary>A shell script that stands in for <c>python3</c>.</summary>
    protected string WriteProgram(string script)
    {
        var path = Write("python", "#!/bin/sh\n" + script);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }

    protected PythonTest() => Assert.SkipUnless(IsThere.Value, "python3 is not there");
}
