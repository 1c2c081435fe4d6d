using Llm.Cli.Commands.Embeddings;
using Llm.Cli.Output;
using Llm.Storage.Embeddings;

namespace Llm.Cli.Commands.Doctor;

/// <summary>Checks the database of collections and the files with vectors beside it, and changes neither.</summary>
internal static class EmbeddingCheck
{
    private const string Section = "Embeddings";

    public static List<Finding> Run(LlmHost host)
    {
        var path = host.EmbeddingsDatabase;
        // An address may hold a password.
        if (CollectionDatabase.IsOnServer(path)) return [Found("path", FindingState.Note, "on a PostgreSQL server, which is not asked")];
        var isDefault = path == host.Directory.EmbeddingsDatabase;
        var findings = new List<Finding>
        {
            Found("path", FindingState.Ok, $"{path} ({(isDefault ? "the default" : "from LLM_EMBEDDINGS_DB")})"),
        };
        var name = Path.GetFileName(path);
        if (!Path.Exists(path))
        {
            findings.Add(Found(name, FindingState.Note, "does not exist yet; the first collection creates it"));
            return findings;
        }

        try
        {
            Describe(EmbeddingInspection.FromFile(path), name, findings);
        }
        catch (LlmException ex)
        {
            findings.Add(Found(name, FindingState.Wrong, ex.Message));
        }

        return findings;
    }

    private static void Describe(EmbeddingInspection found, string name, List<Finding> findings)
    {
        var content = $"{Count.Of(found.Collections, "collection")}, {Count.Of(found.Entries, "embedding")}";
        findings.Add(Found(name, FindingState.Ok, $"{content}, {FileSize.Describe(found.Size)}"));
        findings.Add(LogCheck.Migrations(Section, found.PendingMigrations));
        var stale = new List<string>();
        var (current, size) = (0, 0L);
        foreach (var file in found.VectorFiles)
        {
            if (file.Collection is not { } collection)
            {
                findings.Add(Found("vector file", FindingState.Note, $"of a collection that was deleted; remove it: {file.Path}"));
            }
            else if (file.IsCurrent)
            {
                current++;
                size += file.Size;
            }
            else
            {
                stale.Add(collection);
            }
        }

        if (current > 0) findings.Add(Found("vector files", FindingState.Ok, $"{Count.Of(current, "file")}, {FileSize.Describe(size)}"));
        if (stale.Count > 0)
        {
            findings.Add(Found(
                "vector files", FindingState.Note, $"out of date for {string.Join(", ", stale)}; the next search makes them again"));
        }
    }

    private static Finding Found(string name, FindingState state, string text) => new(Section, name, state, text);
}
