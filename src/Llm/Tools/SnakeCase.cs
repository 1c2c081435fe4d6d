using System.Text.Json;

namespace Llm;

/// <summary>Converts names of methods to names of tools: <c>GetWeatherAsync</c> becomes <c>get_weather</c>.</summary>
internal static class SnakeCase
{
    public static string Of(string methodName)
    {
        // The compiler decorates the names of local functions and lambdas, as in <Main>g__Name|0_0.
        var start = methodName.IndexOf(">g__", StringComparison.Ordinal);
        if (start >= 0) methodName = methodName[(start + 4)..].Split('|')[0];
        if (methodName.EndsWith("Async", StringComparison.Ordinal) && methodName.Length > 5) methodName = methodName[..^5];
        return JsonNamingPolicy.SnakeCaseLower.ConvertName(methodName);
    }
}
