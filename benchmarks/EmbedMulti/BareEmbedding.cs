using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Llm.Providers.Offline;
using Microsoft.Data.Sqlite;

namespace Llm.Benchmarks.EmbedMulti;

/// <summary>The least that storing embeddings takes: read a line, compute a vector, insert a row; a transaction for each batch.</summary>
internal static class BareEmbedding
{
    private const string Schema = """
        CREATE TABLE embeddings (
            collection_id INTEGER, id TEXT, embedding BLOB, content TEXT, content_blob BLOB, content_hash BLOB, metadata TEXT,
            updated INTEGER, PRIMARY KEY (collection_id, id));
        CREATE INDEX idx_embeddings_content_hash ON embeddings (content_hash);
        """;

    private const string Insert =
        "INSERT OR REPLACE INTO embeddings VALUES (1, $id, $embedding, $content, NULL, $hash, NULL, $updated)";

    public static async Task RunAsync(string input, string path)
    {
        SQLitePCL.Batteries_V2.Init();
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        await using (var create = new SqliteCommand(Schema, connection)) create.ExecuteNonQuery();
        await using var insert = new SqliteCommand(Insert, connection);
        string[] names = ["$id", "$embedding", "$content", "$hash", "$updated"];
        var parameters = Array.ConvertAll(names, name => insert.Parameters.Add(new SqliteParameter { ParameterName = name }));
        var model = new NGramsModel();
        foreach (var lines in File.ReadLines(input).Chunk(model.BatchSize))
        {
            var rows = Array.ConvertAll(lines, line => JsonNode.Parse(line)!);
            var texts = Array.ConvertAll(rows, row => (string)row["content"]!);
            var vectors = await model.EmbedAsync(texts);
            await using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            for (var i = 0; i < rows.Length; i++)
            {
                object[] values =
                [
                    (string)rows[i]["id"]!, MemoryMarshal.AsBytes(vectors[i].Span).ToArray(), texts[i],
                    // What the format of the Python tool's table asks for.
#pragma warning disable CA5351
                    MD5.HashData(Encoding.UTF8.GetBytes(texts[i])),
#pragma warning restore CA5351
                    DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
                ];
                for (var j = 0; j < values.Length; j++) parameters[j].Value = values[j];
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }
    }
}
