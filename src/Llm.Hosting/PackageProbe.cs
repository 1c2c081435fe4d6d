using System.Buffers.Binary;
using System.Globalization;
using Llm.Packages;

namespace Llm;

/// <summary>Tries models of packages with the smallest request that each type takes, which Dify uses to check credentials too.</summary>
/// <param name="plugin">What registers the models.</param>
/// <param name="services">What models get from the host.</param>
internal sealed class PackageProbe(IPlugin plugin, ModelServices services)
{
    private const string TokenLimit = "max_tokens";
    private const int Tokens = 5;
    private const int SampleRate = 16_000;
    private const int LongestText = 60;

    /// <summary>Asks a model.</summary>
    /// <param name="id">The id of the model.</param>
    /// <param name="type">Its type.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>What it answered, for people.</returns>
    /// <exception cref="LlmException">A credential is missing, or the server cannot be reached or refuses.</exception>
    public Task<string> AskAsync(string id, PackageModelType type, CancellationToken cancellationToken) => type switch
    {
        PackageModelType.Llm => PromptAsync(id, cancellationToken),
        PackageModelType.TextEmbedding => EmbedAsync(id, cancellationToken),
        PackageModelType.Rerank => RerankAsync(id, cancellationToken),
        PackageModelType.Moderation => ModerateAsync(id, cancellationToken),
        PackageModelType.SpeechToText => TranscribeAsync(id, cancellationToken),
        _ => SpeakAsync(id, cancellationToken),
    };

    private async Task<string> PromptAsync(string id, CancellationToken cancellationToken)
    {
        var registry = new ModelRegistry(services);
        plugin.RegisterModels(registry);
        var registered = registry.Registered.FirstOrDefault(known => known.Model.Id == id)?.Model;
        var model = Found(registered ?? registry.FindInSources(id), id);
        var options = new PromptOptions();
        if (model.Options.Any(option => option.Name == TokenLimit)) options = options.With(TokenLimit, Tokens);
        return Excerpt((await model.PromptAsync("ping", options, cancellationToken)).Text);
    }

    private async Task<string> EmbedAsync(string id, CancellationToken cancellationToken)
    {
        var registry = new EmbeddingModelRegistry(services);
        plugin.RegisterEmbeddingModels(registry);
        var registered = registry.Models.FirstOrDefault(known => known.Model.Id == id)?.Model;
        var vector = await Found(registered ?? registry.FindInSources(id), id).EmbedAsync("ping", key: null, cancellationToken);
        return $"a vector of {vector.Length} numbers";
    }

    private async Task<string> RerankAsync(string id, CancellationToken cancellationToken)
    {
        var registry = new TaskModelRegistry<RerankModel>(services);
        plugin.RegisterRerankModels(registry);
        string[] documents = ["Carson City is the capital of Nevada.", "Washington, D.C. is the capital of the United States."];
        var result = await Found(registry.Find(id), id).RerankAsync(
            "What is the capital of the United States?", documents, top: null, key: null, cancellationToken);
        var scores = result.Documents.Select(document => document.Score.ToString("0.####", CultureInfo.InvariantCulture));
        return $"the scores {string.Join(" and ", scores)}";
    }

    private async Task<string> ModerateAsync(string id, CancellationToken cancellationToken)
    {
        var registry = new TaskModelRegistry<ModerationModel>(services);
        plugin.RegisterModerationModels(registry);
        var result = await Found(registry.Find(id), id).ModerateAsync("ping", key: null, cancellationToken);
        return result.IsFlagged ? "flagged" : "not flagged";
    }

    private async Task<string> TranscribeAsync(string id, CancellationToken cancellationToken)
    {
        var registry = new TaskModelRegistry<TranscriptionModel>(services);
        plugin.RegisterTranscriptionModels(registry);
        var result = await Found(registry.Find(id), id).TranscribeAsync(
            Attachment.FromBytes(Silence(), "audio/wav"), key: null, cancellationToken);
        return string.IsNullOrWhiteSpace(result.Text) ? "no words in a second of silence" : Excerpt(result.Text);
    }

    private async Task<string> SpeakAsync(string id, CancellationToken cancellationToken)
    {
        var registry = new TaskModelRegistry<SpeechModel>(services);
        plugin.RegisterSpeechModels(registry);
        await using var sound = await Found(registry.Find(id), id).SpeakAsync("Test.", voice: null, key: null, cancellationToken);
        using var bytes = new MemoryStream();
        await sound.Content.CopyToAsync(bytes, cancellationToken);
        return bytes.Length > 0 ? $"{bytes.Length} bytes of {sound.MediaType}" : throw new LlmException("The server sent no sound.");
    }

    /// <summary>A recording of a second of silence: the header of a WAV file and samples of 16 bits.</summary>
    private static byte[] Silence()
    {
        var wave = new byte[44 + (SampleRate * 2)];
        var header = wave.AsSpan();
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], wave.Length - 8);
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        // PCM, one channel.
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], SampleRate * 2);
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], 2);
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], 16);
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[40..], SampleRate * 2);
        return wave;
    }

    private static TModel Found<TModel>(TModel? model, string id)
        where TModel : class => model ?? throw new LlmException($"There is no model {id}.");

    private static string Excerpt(string text)
    {
        text = text.ReplaceLineEndings(" ").Trim();
        return text.Length <= LongestText ? text : text[..LongestText].TrimEnd() + "…";
    }
}
