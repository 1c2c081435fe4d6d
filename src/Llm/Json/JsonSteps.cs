using System.Text.Json;

namespace Llm.Json;

/// <summary>Steps of a reader through the members of an object and the items of a list.</summary>
internal static class JsonSteps
{
    /// <summary>Goes to the name of the next member; false if there is none.</summary>
    public static bool NextMember(this ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Goes from the name of a member to its value, and to the end of that if it is an object or a list.</summary>
    public static void ToValueEnd(this ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    /// <summary>Goes from the name of a member to its value, and returns the text.</summary>
    /// <exception cref="InvalidOperationException">It is no text.</exception>
    public static string? NextText(this ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetString();
    }

    /// <summary>Goes from the name of a member, or from before the first token, into the list.</summary>
    /// <exception cref="JsonException">It is no list.</exception>
    public static void OpenList(this ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("an array is missing");
    }

    /// <summary>Goes to the next item of a list; false if there is none.</summary>
    public static bool NextItem(this ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.EndArray;

    /// <summary>The bytes between the quotes of a string.</summary>
    public static (int Start, int End) Content(this in Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex + 1;
        return (start, start + reader.ValueSpan.Length);
    }
}
