using System.Globalization;

namespace Llm.Cli.Output;

/// <summary>Formats sizes of files.</summary>
internal static class FileSize
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>Returns the size with two decimals, in units of 1,024: <c>272.00KB</c>.</summary>
    public static string Describe(long bytes)
    {
        if (bytes == 0) return "0B";
        double size = bytes;
        var unit = 0;
        for (; size >= 1024 && unit < Units.Length - 1; unit++) size /= 1024;
        return size.ToString("0.00", CultureInfo.InvariantCulture) + Units[unit];
    }
}
