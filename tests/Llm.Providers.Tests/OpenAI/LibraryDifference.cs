using System.Text.Json.Nodes;

namespace Llm.Providers.Tests.OpenAI;

/// <summary>A difference between a body of OpenAI's SDK and ours.</summary>
/// <param name="Reason">Why ours differs.</param>
/// <param name="Apply">Changes the SDK's body to ours.</param>
internal sealed record LibraryDifference(string Reason, Action<JsonObject> Apply)
{
    /// <summary>Changes the SDK's body to ours; each difference must be there.</summary>
    public static void ApplyAll(IEnumerable<LibraryDifference> differences, JsonObject body)
    {
        foreach (var difference in differences)
        {
            var before = body.DeepClone();
            difference.Apply(body);
            JsonNode.DeepEquals(before, body).ShouldBeFalse($"There is no longer this difference: {difference.Reason}");
        }
    }
}
