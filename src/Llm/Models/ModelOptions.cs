using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>Makes model options and checks values against them; wording and leniency are those of the Python tool (pydantic 2).</summary>
public static class ModelOptions
{
    /// <summary>The most digits that Python reads.</summary>
    private const int MaxDigits = 4300;

    /// <summary>A number, optionally within limits that belong to the range.</summary>
    public static ModelOption<double> Number(string name, string description, double? minimum = null, double? maximum = null) => new(
        name,
        description,
        ["number"],
        value => Limit(ToNumber(value), minimum, maximum, number => JsonValue.Create(number)),
        node => node.GetValue<double>(),
        () => Property(name, description, Numeric("number", minimum, maximum)));

    /// <summary>A whole number, optionally within limits that belong to the range.</summary>
    /// <remarks>A number beyond 64 bits is sent as it is; <see cref="ModelOption{T}.TryGet"/> reads the nearest one.</remarks>
    public static ModelOption<long> Integer(string name, string description, long? minimum = null, long? maximum = null) => new(
        name,
        description,
        ["integer"],
        value => Limit(ToInteger(value), minimum, maximum, ToNode),
        node => long.CreateSaturating(ToInteger(node)),
        () => Property(name, description, Numeric("integer", minimum, maximum)));

    /// <summary>Text.</summary>
    public static ModelOption<string> Text(string name, string description) => new(
        name,
        description,
        ["string"],
        CheckText,
        node => node.GetValue<string>(),
        () => Property(name, description, new JsonObject { ["type"] = "string" }));

    /// <summary>A text or a list of texts; listings show it as a text, which is what a command line can give.</summary>
    public static ModelOption<IReadOnlyList<string>> Texts(string name, string description, int maximum = int.MaxValue) => new(
        name,
        description,
        ["string"],
        value => value is JsonArray list ? CheckTexts(list, maximum) : CheckText(value),
        node => node is JsonArray list ? [.. list.Select(text => text!.GetValue<string>())] : [node.GetValue<string>()],
        () => Property(name, description, new JsonObject { ["type"] = "string" }));

    /// <summary>A flag: <c>true/false</c>, <c>1/0</c>, <c>yes/no</c>, <c>on/off</c>, <c>t/f</c>, <c>y/n</c>.</summary>
    public static ModelOption<bool> Boolean(string name, string description) => new(
        name,
        description,
        ["boolean"],
        value => JsonValue.Create(ToBoolean(value)),
        node => node.GetValue<bool>(),
        () => Property(name, description, new JsonObject { ["type"] = "boolean" }));

    /// <summary>One of some words.</summary>
    public static ModelOption<string> Choice(string name, string description, params IReadOnlyList<string> values) => new(
        name,
        description,
        ["string"],
        value => value.GetValueKind() == JsonValueKind.String && values.Contains(value.GetValue<string>())
            ? value
            : throw new OptionValueException($"Input should be {Alternatives(values)}"),
        node => node.GetValue<string>(),
        () =>
            Property(
                name,
                description,
                new JsonObject { ["enum"] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]), ["type"] = "string" }));

    /// <summary>An object, or text that holds one, checked by the model itself.</summary>
    public static ModelOption<JsonObject> Object(string name, string description, Func<JsonNode, JsonObject> check) => new(
        name,
        description,
        ["object", "string"],
        check,
        node => node.AsObject(),
        () =>
            Property(
                name,
                description,
                new JsonObject { ["additionalProperties"] = true, ["type"] = "object" },
                new JsonObject { ["type"] = "string" }));

    /// <summary>
    /// Checks values against a model's options: text is converted, null values are dropped, order is that of the options.
    /// </summary>
    /// <exception cref="InvalidOptionsException">An option is unknown or a value is not allowed.</exception>
    public static JsonObject Validate(Model model, IEnumerable<KeyValuePair<string, JsonNode?>> values)
    {
        ArgumentNullException.ThrowIfNull(model);
        var options = model.Options;
        var given = new Dictionary<string, JsonNode?>(values);
        var result = new JsonObject();
        var invalid = new List<InvalidOption>();
        foreach (var option in options)
        {
            if (given.GetValueOrDefault(option.Name) is not { } value) continue;
            try
            {
                result[option.Name] = option.Check(value)?.DeepClone();
            }
            catch (OptionValueException ex)
            {
                invalid.Add(new InvalidOption(option.Name, ex.Message));
            }
        }

        foreach (var name in given.Keys)
        {
            if (options.All(option => option.Name != name)) invalid.Add(new InvalidOption(name, null));
        }

        if (invalid.Count == 0) return result;
        throw new InvalidOptionsException(string.Join('\n', invalid.Select(option => Describe(option, model, given))), invalid);
    }

    private static string Describe(InvalidOption option, Model model, Dictionary<string, JsonNode?> given)
    {
        if (option.Reason is { } reason)
        {
            var value = PythonJson.Spaced(given[option.Name]);
            return $"{option.Name} of {model.Id} cannot be {value}: {char.ToLowerInvariant(reason[0])}{reason[1..]}.";
        }

        var names = model.Options.Select(known => known.Name).ToList();
        if (names.Count == 0) return $"{option.Name} is not an option of {model.Id}, which has none.";
        var nearest = NearestName.Of(option.Name, names) is { } near ? $"; did you mean {near}?" : ".";
        return $"{option.Name} is not an option of {model.Id}{nearest} Its options are {string.Join(", ", names)}.";
    }

    private static JsonNode CheckText(JsonNode value) =>
        value.GetValueKind() == JsonValueKind.String ? value : throw new OptionValueException("Input should be a valid string");

    private static JsonArray CheckTexts(JsonArray list, int maximum) =>
        list.Count > 0 && list.Count <= maximum && list.All(text => text?.GetValueKind() == JsonValueKind.String)
            ? list
            : throw new OptionValueException(
                maximum == int.MaxValue
                    ? "Input should be a string or a list of strings"
                    : $"Input should be a string or a list of at most {maximum} strings");

    private static JsonObject Property(string name, string description, params JsonObject[] types)
    {
        var title = string.Join(' ', name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return new JsonObject
        {
            ["anyOf"] = new JsonArray([.. types, new JsonObject { ["type"] = "null" }]),
            ["default"] = null,
            ["description"] = description,
            ["title"] = title,
        };
    }

    private static JsonObject Numeric(string type, double? minimum, double? maximum)
    {
        var property = new JsonObject();
        if (maximum is { } most) property["maximum"] = Literal(most);
        if (minimum is { } least) property["minimum"] = Literal(least);
        property["type"] = type;
        return property;
    }

    /// <summary>Limits are written as the Python tool's source has them: 2, not 2.0.</summary>
    private static JsonValue Literal(double number) =>
        number == Math.Truncate(number) ? JsonValue.Create((long)number) : JsonValue.Create(number);

    private static JsonNode Limit<T>(T number, T? minimum, T? maximum, Func<T, JsonNode> create)
        where T : struct, INumber<T>
    {
        if (minimum is { } least && number < least)
            throw new OptionValueException(
                $"Input should be greater than or equal to {least.ToString(null, CultureInfo.InvariantCulture)}");
        if (maximum is { } most && number > most)
            throw new OptionValueException($"Input should be less than or equal to {most.ToString(null, CultureInfo.InvariantCulture)}");
        return create(number);
    }

    private static double ToNumber(JsonNode value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.Number:
                var real = double.Parse(PythonNumber.Format(value.AsValue()), CultureInfo.InvariantCulture);
                return double.IsFinite(real) ? real : throw new OptionValueException("Input should be a finite number");
            case JsonValueKind.True:
                return 1;
            case JsonValueKind.False:
                return 0;
            case JsonValueKind.String:
                return double.TryParse(value.GetValue<string>(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    && double.IsFinite(number)
                    ? number
                    : throw new OptionValueException("Input should be a valid number, unable to parse string as a number");
            default:
                throw new OptionValueException("Input should be a valid number");
        }
    }

    private static BigInteger ToInteger(JsonNode value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.Number:
                if (ParseInteger(PythonNumber.Format(value.AsValue())) is { } whole) return whole;
                // A floating-point number beyond 64 bits does not have all digits.
                var number = ToNumber(value);
                if (number != Math.Truncate(number))
                    throw new OptionValueException("Input should be a valid integer, got a number with a fractional part");
                return Math.Abs(number) < -(double)long.MinValue ? (long)number : throw TooLarge();
            case JsonValueKind.True:
                return 1;
            case JsonValueKind.False:
                return 0;
            case JsonValueKind.String:
                var text = value.GetValue<string>().Trim();
                var point = text.IndexOf('.', StringComparison.Ordinal);
                // "64.0" is a whole number too.
                if (point > 0 && text[(point + 1)..].All(c => c == '0')) text = text[..point];
                return ParseInteger(text)
                    ?? throw new OptionValueException("Input should be a valid integer, unable to parse string as an integer");
            default:
                throw new OptionValueException("Input should be a valid integer");
        }
    }

    /// <summary>Reads a whole number, whose digits may be grouped by underscores; null if it is none.</summary>
    internal static BigInteger? ParseInteger(string text)
    {
        if (text.Length > MaxDigits) throw TooLarge();
        if (text.StartsWith('_') || text.EndsWith('_') || text.Contains("__", StringComparison.Ordinal)) return null;
        if (text.Contains('_', StringComparison.Ordinal) && !char.IsAsciiDigit(text[text.IndexOf('_', StringComparison.Ordinal) - 1]))
            return null;
        return BigInteger.TryParse(
            text.Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }

    private static JsonNode ToNode(BigInteger number) => number >= long.MinValue && number <= long.MaxValue
        ? JsonValue.Create((long)number)
        : JsonText.Parse(number.ToString(CultureInfo.InvariantCulture))!;

    private static OptionValueException TooLarge() => new("Unable to parse input string as an integer, exceeded maximum size");

    private static bool ToBoolean(JsonNode value)
    {
        var text = value.GetValueKind() switch
        {
            JsonValueKind.True => "1",
            JsonValueKind.False => "0",
            JsonValueKind.Number => PythonNumber.Format(value.AsValue()),
            JsonValueKind.String => value.GetValue<string>().ToLowerInvariant(),
            _ => throw new OptionValueException("Input should be a valid boolean"),
        };
        return text switch
        {
            "1" or "true" or "t" or "yes" or "y" or "on" or "1.0" => true,
            "0" or "false" or "f" or "no" or "n" or "off" or "0.0" => false,
            _ => throw new OptionValueException("Input should be a valid boolean, unable to interpret input"),
        };
    }

    private static string Alternatives(IReadOnlyList<string> values) =>
        values.Count == 1
            ? $"'{values[0]}'"
            : $"{string.Join(", ", values.Take(values.Count - 1).Select(value => $"'{value}'"))} or '{values[^1]}'";
}
