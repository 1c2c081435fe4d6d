using System.Globalization;

/// <summary>Writes the size of the thread pool to a file whenever it changes; the runtime finds this class by its name.</summary>
/// <remarks>The program under test runs as it is, with this assembly in <c>DOTNET_STARTUP_HOOKS</c>.</remarks>
internal static class StartupHook
{
    public const string FileVariable = "POOL_SIZES_FILE";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    public static void Initialize() => new Thread(Watch) { IsBackground = true }.Start();

    private static void Watch()
    {
        using var file = new StreamWriter(Environment.GetEnvironmentVariable(FileVariable)!) { AutoFlush = true };
        for (var size = -1; ; Thread.Sleep(Interval))
        {
            if (size == ThreadPool.ThreadCount) continue;
            size = ThreadPool.ThreadCount;
            file.WriteLine(size.ToString(CultureInfo.InvariantCulture));
        }
    }
}
