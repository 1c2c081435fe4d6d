using System.Text.Json;
using Llm.Web.Answers;

namespace Llm.Web.OpenAI;

/// <summary>Writes the chunks of a stream of the Chat Completions or the older Completions interface.</summary>
/// <param name="output">Where they are written.</param>
/// <param name="answer">The answer.</param>
/// <param name="id">Its id in the interface.</param>
/// <param name="kind">What the interface calls a chunk.</param>
/// <param name="sendsUsage">Whether the stream ends with the tokens, which clients must ask for.</param>
internal sealed class ChunkOutput(EventOutput output, ServedAnswer answer, string id, string kind, bool sendsUsage)
{
    // The members that every chunk repeats are encoded once.
    private readonly JsonEncodedText id = JsonEncodedText.Encode(id);
    private readonly JsonEncodedText kind = JsonEncodedText.Encode(kind);
    private readonly JsonEncodedText model = JsonEncodedText.Encode(answer.Model);
    private Utf8JsonWriter? json;

    /// <summary>Begins a chunk and its only choice.</summary>
    public Utf8JsonWriter Begin()
    {
        BeginObject();
        json!.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, 0);
        return json;
    }

    /// <summary>Ends the choice and the chunk.</summary>
    /// <param name="reason">Why the answer ended; null if it has not.</param>
    public void End(string? reason)
    {
        json!.WriteString("finish_reason"u8, reason);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        output.End();
    }

    /// <summary>Ends the stream.</summary>
    public void Finish(AnswerResult result)
    {
        if (sendsUsage)
        {
            BeginObject();
            // Clients need the empty list.
            json!.WriteStartArray("choices"u8);
            json.WriteEndArray();
            json.WritePropertyName("usage"u8);
            OpenAIUsage.Chat(result).WriteTo(json);
            json.WriteEndObject();
            output.End();
        }

        output.Done();
    }

    /// <summary>Ends the stream with an error.</summary>
    public void Fail(ServedError error)
    {
        OpenAIErrors.Write(error).WriteTo(output.Begin());
        output.End();
        output.Done();
    }

    private void BeginObject()
    {
        json = output.Begin();
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteString("object"u8, kind);
        json.WriteNumber("created"u8, answer.CreatedSeconds);
        json.WriteString("model"u8, model);
    }
}
