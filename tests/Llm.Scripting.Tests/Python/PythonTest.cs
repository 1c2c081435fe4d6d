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

    protected PythonTest() => Assert.SkipUnless(IsThere.Value, "python3 is not there");
}
