using System.Globalization;
using System.Text.Json;

namespace Llm.Providers.Dify.Python;

/// <summary>Reads numbers, which the SDK writes as text where they are decimals: <c>"0E-7"</c>.</summary>
internal static class PythonNumbers
{
    /// <summary>Reads a number; returns false if it is none.</summary>
    public static bool TryRead(JsonElement json, out double number)
    {
        number = 0;
        return json.ValueKind switch
        {
            JsonValueKind.Number => json.TryGetDouble(out number),
            JsonValueKind.String => double.TryParse(json.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number),
            _ => false,
        };
    }
}
