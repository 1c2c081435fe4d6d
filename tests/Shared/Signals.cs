namespace Llm.Tests;

/// <summary>What signals do where the tests run.</summary>
internal static class Signals
{
    /// <summary>A shell's background jobs do not hear Ctrl-C, and neither does what they start.</summary>
    public static void SkipWhereInterruptsAreIgnored()
    {
        if (!OperatingSystem.IsLinux()) return;
        var ignored = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))["SigIgn:".Length..];
        Assert.SkipWhen((Convert.ToUInt64(ignored.Trim(), 16) & 0b10) != 0, "SIGINT is ignored here");
    }
}
