using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.Dify.Python;

/// <summary>A model that writes down speech and that the Python code of its package runs.</summary>
/// <param name="runner">Runs the code.</param>
/// <param name="use">The model.</param>
/// <remarks>Dify's interface has no place for a language or a text that helps the model, so both are refused.</remarks>
internal sealed class PythonTranscriptionModel(PythonRunner runner, PackageModelUse use) : TranscriptionModel(use.Id)
{
    public override bool IsListedWithoutKey => use.IsListed;

    public override string? NeedsKey => use.KeyName(Services);

    public override string ToString() => use.Label;

    protected override async Task<TranscriptionResult> ListenAsync(
        TranscriptionRequest request, string? key, CancellationToken cancellationToken)
    {
        if (request.Language is not null || request.Prompt is not null)
            throw new LlmException($"The package of {Id} takes a recording and nothing else: leave out the language and the prompt.");
        var content = await request.Audio.ReadAsync(runner.Http(), cancellationToken);
        if (use.Number("file_upload_limit") is { } limit && content.Length > (long)limit << 20)
        {
            var size = (content.Length + (1 << 20) - 1) >> 20;
            throw new LlmException($"The recording has {size} MB, and {Id} takes at most {limit} MB. Split it.");
        }

        var answer = await runner.AskAsync(
            "invoke_speech2text",
            use,
            Services,
            key,
            [KeyValuePair.Create("file", (JsonNode?)Convert.ToHexStringLower(content.Span))],
            cancellationToken);
        return answer.Text("result") is { } text ? new TranscriptionResult(text) : throw PythonRunner.NoAnswer(use, answer);
    }
}
