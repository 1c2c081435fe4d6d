using System.Text.Json;

namespace Llm.Providers.Http;

/// <summary>Steps of a reader through the members of an object.</summary>
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

    /// <summary>The bytes between the quotes of a string.</summary>
    public static (int Start, int End) Content(this in Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex + 1;
        return (start, start + reader.ValueSpan.Length);
    }
}
