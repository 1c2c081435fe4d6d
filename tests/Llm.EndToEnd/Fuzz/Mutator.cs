using System.Text;
using System.Text.Json.Nodes;

namespace Llm.EndToEnd.Fuzz;

/// <summary>Spoils a valid input, the same way for the same seed.</summary>
internal sealed class Mutator(int seed)
{
    private const int Deep = 20_000;

    private static readonly string[] Tokens =
    [
        "{", "}", "[", "]", "\"", "'", ":", ": ", "- ", "\n", "\r", "\t", ",", "&a ", "*a", "!!int ", "!!binary ", "|", ">", "#", "---\n", "...\n", "%",
        "null", "true", "~", "NaN", "-Infinity", "1e999", "-0", "99999999999999999999", "1_000", "0x1F", ".inf", "\\u0000", "\\ud800", "\0", "\u001b[2J",
        "\u202e", "\uFEFF", "é", "😀", "data: ", "event: error\n", "data: [DONE]\n\n", "\n\n", "error: ", "$", "${", "<<: *a\n", "? ", "\"error\": ",
    ];

    private readonly Random random = new(seed);

    /// <summary>A number below a limit.</summary>
    public int Next(int limit) => random.Next(limit);

    /// <summary>One of several.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    /// <summary>Spoils text in one to eight places.</summary>
    public string Spoil(string text)
    {
        var result = new StringBuilder(text);
        for (var i = random.Next(8); i >= 0; i--)
        {
            var at = random.Next(result.Length + 1);
            var length = Math.Min(random.Next(1, 40), result.Length - at);
            switch (random.Next(7))
            {
                case 0:
                    result.Remove(at, length);
                    break;
                case 1:
                    result.Insert(random.Next(result.Length + 1), result.ToString(at, length));
                    break;
                case 2:
                    result.Insert(at, Pick(Tokens));
                    break;
                case 3 when length > 0:
                    result[at] = (char)random.Next(1, 300);
                    break;
                case 4 when random.Next(6) == 0:
                    result.Length = at;
                    break;
                case 5 when random.Next(8) == 0:
                    var token = Pick(Tokens);
                    result.Insert(at, new StringBuilder().Insert(0, token, Pick([10, 1000, Deep])));
                    break;
                case 6:
                    result.Replace(Pick(Tokens), Pick(Tokens), at, length);
                    break;
            }
        }

        // Half of a surrogate pair cannot be written.
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(result.ToString()));
    }

    /// <summary>Replaces one to four values of JSON by others, of the same or another type.</summary>
    public JsonNode Spoil(JsonNode json)
    {
        var result = json.DeepClone();
        for (var i = random.Next(4); i >= 0; i--)
        {
            var places = new List<Action<JsonNode?>>();
            Collect(result, places);
            if (places.Count > 0) Pick(places)(Value());
        }

        return result;
    }

    /// <summary>Changes, inserts or drops bytes.</summary>
    public byte[] Spoil(byte[] bytes)
    {
        var result = bytes.ToList();
        for (var i = random.Next(30); i >= 0 && result.Count > 1; i--)
        {
            var at = random.Next(random.Next(3) == 0 ? Math.Min(200, result.Count) : result.Count);
            switch (random.Next(12))
            {
                case 0:
                    result.RemoveRange(at, Math.Min(random.Next(1, 5000), result.Count - at));
                    break;
                case 1:
                    result.InsertRange(at, new byte[random.Next(1, 5000)]);
                    break;
                default:
                    result[at] = (byte)random.Next(256);
                    break;
            }
        }

        return [.. result];
    }

    private static void Collect(JsonNode? node, List<Action<JsonNode?>> places)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var name in map.Select(member => member.Key).ToList())
                {
                    places.Add(value => map[name] = value);
                    places.Add(_ => map.Remove(name));
                    Collect(map[name], places);
                }

                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    var index = i;
                    places.Add(value => list[Math.Min(index, list.Count - 1)] = value);
                    places.Add(value => list.Insert(0, value));
                    Collect(list[i], places);
                }

                break;
        }
    }

    private JsonNode? Value() => random.Next(12) switch
    {
        0 => null,
        1 => true,
        2 => random.Next(-2, 3),
        3 => 1e300,
        4 => 7.5,
        5 => "",
        6 => new string('x', Pick([1, 100, 100_000])),
        7 => Pick(Tokens),
        8 => new JsonArray(),
        9 => new JsonObject(),
        10 => new JsonArray(1, "a", null),
        _ => new JsonObject { ["type"] = "text", ["text"] = Pick(Tokens) },
    };
}
