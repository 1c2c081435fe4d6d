namespace Llm.Tests;

/// <summary>What signals do where the tests run.</summary>
internal static class Signals
{
    /// <summary>A shell's background jobs do not hear Ctrl-C, and neither does what they start.</summary>
    public static void SkipWhereInterruptsAreIgnored() => SkipWhereIgnored(2);

    /// <summary>What is ignored above stays so in what the tests start: SIGHUP (1) below <c>nohup</c>, for instance.</summary>
    public static void SkipWhereIgnored(int signal)
    {
        if (!OperatingSystem.IsLinux()) return;
        var ignored = File.ReadLines("/proc/self/status")
            .Single(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))["SigIgn:".Length..];
        Assert.SkipWhen((Convert.ToUInt64(ignored.Trim(), 16) & (1ul << (signal - 1))) != 0, $"signal {signal} is ignored here");
    }
}
