using Llm.Commands;

namespace Llm.Cli.Commands.Completion;

/// <summary>Determines the kinds of values from the names of parameters, which mean the same in all commands.</summary>
internal static class ParameterValues
{
    /// <param name="path">The command, such as <c>llm keys get</c>.</param>
    /// <param name="parameter">One of its parameters.</param>
    public static ValueKinds Of(string path, Parameter parameter) => parameter switch
    {
        Option option => option.Names.Aggregate(ValueKinds.None, (kinds, name) => kinds | OfOption(path, name)),
        Argument argument => OfArgument(path, argument.Name),
        _ => ValueKinds.None,
    };

    private static ValueKinds OfOption(string path, string name) => name switch
    {
        // Their models take no prompts.
        "--model" when path is "llm moderate" or "llm rerank" or "llm speak" or "llm transcribe" => ValueKinds.None,
        "--model" => TakesEmbeddingModel(path) ? ValueKinds.EmbeddingModels : ValueKinds.Models,
        "--template" => ValueKinds.Templates,
        "--rag" => ValueKinds.Collections,
        "--fragment" or "--system-fragment" => ValueKinds.Fragments | ValueKinds.Files,
        "--conversation" => ValueKinds.Conversations,
        "--attachment" or "--attachment-type" or "--database" or "--functions" or "--input" or "--output" or "--path" or "--schema"
            or "--schema-multi" => ValueKinds.Files,
        _ => ValueKinds.None,
    };

    private static bool TakesEmbeddingModel(string path) => path is "llm embed" or "llm embed-multi" or "llm collections reembed";

    private static ValueKinds OfArgument(string path, string name) => (path, name) switch
    {
        ("llm embed-models default", "MODEL") => ValueKinds.EmbeddingModels,
        (_, "MODEL" or "MODEL_ID") => ValueKinds.Models,
        (_, "COLLECTION") => ValueKinds.Collections,
        (_, "PATH") or ("llm transcribe", "FILE") => ValueKinds.Files,
        ("llm aliases remove", "ALIAS") => ValueKinds.ModelAliases,
        ("llm templates show" or "llm templates edit", "NAME") => ValueKinds.Templates,
        ("llm fragments set", "FRAGMENT") => ValueKinds.Fragments | ValueKinds.Files,
        ("llm fragments set" or "llm fragments remove", "ALIAS") or ("llm fragments show", "ALIAS_OR_HASH") => ValueKinds.Fragments,
        _ => ValueKinds.None,
    };
}
