using System.Text.Json;
using System.Text.Json.Nodes;

namespace Llm.Providers.Dify.Python;

/// <summary>A model that checks texts and that the Python code of its package runs.</summary>
/// <param name="runner">Runs the code.</param>
/// <param name="use">The model.</param>
internal sealed class PythonModerationModel(PythonRunner runner, PackageModelUse use) : ModerationModel(use.Id)
{
    public override bool IsListedWithoutKey => use.IsListed;

    public override string? NeedsKey => use.KeyName(Services);

    public override string ToString() => use.Label;

    protected override async Task<ModerationResult> CheckAsync(
        ModerationRequest request, string? key, CancellationToken cancellationToken)
    {
        var answer = await runner.AskAsync(
            "invoke_moderation", use, Services, key, [KeyValuePair.Create("text", (JsonNode?)request.Text)], cancellationToken);
        return answer.TryGetProperty("result", out var flag) && flag.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? new ModerationResult(flag.GetBoolean())
            : throw PythonRunner.NoAnswer(use, answer);
    }
}
