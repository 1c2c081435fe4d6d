using System.Globalization;
using Llm.Json;

namespace Llm.Storage.Logs;

/// <summary>Writes lists of ids as one parameter for <c>json_each</c>, so that one statement serves lists of any length.</summary>
internal static class IdList
{
    public static string Of(IEnumerable<string> ids) => $"[{string.Join(',', ids.Select(PythonJson.Quote))}]";

    public static string Of(IEnumerable<long> ids) => $"[{string.Join(',', ids.Select(id => id.ToString(CultureInfo.InvariantCulture)))}]";
}
