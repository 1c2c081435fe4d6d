using System.Globalization;
using System.Text;
using Llm.Json;

namespace Llm.Cli.Output.Embeddings;

/// <summary>Prints a vector.</summary>
internal static class VectorText
{
    /// <summary>Prints a vector as <c>json</c>, <c>base64</c>, <c>hex</c> or, as it is stored, <c>blob</c>; a line end follows.</summary>
    public static void Write(Terminal terminal, ReadOnlySpan<float> vector, string format)
    {
        switch (format)
        {
            case "blob":
                using (var output = Terminal.OpenOutputStream())
                {
                    output.Write(EmbeddingEncoding.Encode(vector));
                    output.Write("\n"u8);
                }

                break;
            case "base64":
                terminal.WriteLine(Convert.ToBase64String(EmbeddingEncoding.Encode(vector)));
                break;
            case "hex":
                terminal.WriteLine(Convert.ToHexStringLower(EmbeddingEncoding.Encode(vector)));
                break;
            default:
                terminal.WriteLine(Json(vector));
                break;
        }
    }

    private static string Json(ReadOnlySpan<float> vector)
    {
        var text = new StringBuilder("[");
        for (var i = 0; i < vector.Length; i++)
            text.Append(CultureInfo.InvariantCulture, $"{(i > 0 ? ", " : "")}{PythonNumber.Format((double)vector[i])}");
        return text.Append(']').ToString();
    }
}
