using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Llm.Json;

namespace Llm.Providers.OpenAI;

/// <summary>The options of OpenAI's models, with the names, limits and descriptions of the Python tool.</summary>
public static partial class OpenAIOptions
{
    /// <summary>Randomness, 0 to 2.</summary>
    public static readonly ModelOption<double> Temperature = ModelOptions.Number(
        "temperature",
        "What sampling temperature to use, between 0 and 2. Higher values like 0.8 will make the output more random, "
        + "while lower values like 0.2 will make it more focused and deterministic.",
        0,
        2);

    /// <summary>The maximum length of the answer in tokens.</summary>
    public static readonly ModelOption<long> MaxTokens = ModelOptions.Integer("max_tokens", "Maximum number of tokens to generate.");

    /// <summary>Nucleus sampling, 0 to 1.</summary>
    public static readonly ModelOption<double> TopP = ModelOptions.Number(
        "top_p",
        "An alternative to sampling with temperature, called nucleus sampling, "
        + "where the model considers the results of the tokens with top_p probability mass. "
        + "So 0.1 means only the tokens comprising the top 10% probability mass are considered. "
        + "Recommended to use top_p or temperature but not both.",
        0,
        1);

    /// <summary>The penalty for tokens in proportion to how often they have occurred, -2 to 2.</summary>
    public static readonly ModelOption<double> FrequencyPenalty = ModelOptions.Number(
        "frequency_penalty",
        "Number between -2.0 and 2.0. Positive values penalize new tokens based on their existing frequency in the text so far, "
        + "decreasing the model's likelihood to repeat the same line verbatim.",
        -2,
        2);

    /// <summary>The penalty for tokens that have occurred at all, -2 to 2.</summary>
    public static readonly ModelOption<double> PresencePenalty = ModelOptions.Number(
        "presence_penalty",
        "Number between -2.0 and 2.0. Positive values penalize new tokens based on whether they appear in the text so far, "
        + "increasing the model's likelihood to talk about new topics.",
        -2,
        2);

    /// <summary>Texts that end the answer, up to four.</summary>
    public static readonly ModelOption<IReadOnlyList<string>> Stop = ModelOptions.Texts(
        "stop", "A string where the API will stop generating further tokens.", maximum: 4);

    /// <summary>Token ids with a bias of -100 to 100.</summary>
    public static readonly ModelOption<JsonObject> LogitBias = ModelOptions.Object(
        "logit_bias",
        "Modify the likelihood of specified tokens appearing in the completion. Pass a JSON string like '{\"1712\":-100, "
        + "\"892\":-100, \"1489\":-100}'",
        CheckLogitBias);

    /// <summary>A seed for repeatable answers, if the server supports it.</summary>
    public static readonly ModelOption<long> Seed = ModelOptions.Integer("seed", "Integer seed to attempt to sample deterministically");

    /// <summary>Requests any JSON object.</summary>
    public static readonly ModelOption<bool> JsonObject = ModelOptions.Boolean(
        "json_object", "Output a valid JSON object {...}. Prompt must mention JSON.");

    /// <summary>Uses the Chat Completions interface for this prompt.</summary>
    public static readonly ModelOption<bool> ChatCompletions = ModelOptions.Boolean(
        "chat_completions",
        "Force the use of the older /v1/chat/completions endpoint instead of /v1/responses. Most callers should leave this off; "
        + "set to true to fall back to the Chat Completions code path for compatibility.");

    /// <summary>The level of detail for images.</summary>
    public static readonly ModelOption<string> ImageDetail = ModelOptions.Choice(
        "image_detail", "Controls the detail level for image attachments. Supported values are low, high, and auto.", "low", "high",
        "auto");

    /// <summary>The level of detail for images, for models that also support the original.</summary>
    public static readonly ModelOption<string> ImageDetailWithOriginal = ModelOptions.Choice(
        "image_detail", "Controls the detail level for image attachments. Supported values are low, high, original, and auto.", "low",
        "high", "original", "auto");

    /// <summary>The amount of reasoning.</summary>
    public static readonly ModelOption<string> ReasoningEffort = ModelOptions.Choice(
        "reasoning_effort",
        "Constraints effort on reasoning for reasoning models. Currently supported values are low, medium, and high. "
        + "Reducing reasoning effort can result in faster responses and fewer tokens used on reasoning in a response.",
        "none",
        "minimal",
        "low",
        "medium",
        "high",
        "xhigh",
        "max");

    /// <summary>The verbosity of the answer.</summary>
    public static readonly ModelOption<string> Verbosity = ModelOptions.Choice(
        "verbosity", "Controls how verbose the model's response should be. Supported values are low, medium, and high.", "low", "medium",
        "high");

    /// <summary>The tier of price and speed for the request.</summary>
    public static readonly ModelOption<string> ServiceTier = ModelOptions.Text(
        "service_tier",
        "The processing tier to use for this request - for example 'fast' for Fast mode (faster responses at a higher price) or 'flex' "
        + "for slower, cheaper processing on models that support those tiers.");

    /// <summary>The number of log probabilities of completion models, at most 5.</summary>
    public static readonly ModelOption<long> Logprobs = ModelOptions.Integer(
        "logprobs", "Include the log probabilities of most likely N per token", maximum: 5);

    /// <summary>The eight options that all models have.</summary>
    internal static readonly ModelOption[] Shared =
        [Temperature, MaxTokens, TopP, FrequencyPenalty, PresencePenalty, Stop, LogitBias, Seed];

    /// <summary>The options of a chat or Responses model with these features.</summary>
    internal static IReadOnlyList<ModelOption> For(OpenAIModelSettings settings, bool chatCompletions)
    {
        var options = new List<ModelOption>(Shared) { JsonObject };
        if (chatCompletions) options.Add(ChatCompletions);
        options.Add(settings.OriginalImageDetail ? ImageDetailWithOriginal : ImageDetail);
        if (settings.Reasoning) options.Add(ReasoningEffort);
        if (settings.Verbosity) options.Add(Verbosity);
        if (settings.ServiceTier) options.Add(ServiceTier);
        return options;
    }

    private static JsonObject CheckLogitBias(JsonNode value)
    {
        if (value.GetValueKind() == JsonValueKind.String && !JsonText.TryParse(value.GetValue<string>(), out value!))
        {
            throw new OptionValueException("Value error, Invalid JSON in logit_bias string");
        }

        var checkedBias = new JsonObject();
        foreach (var (token, bias) in value as JsonObject ?? throw new OptionValueException("Input should be a valid dictionary"))
        {
            if (WholeNumber(token) is not { } id || Amount(bias) is not { } amount || amount < -100 || amount > 100)
                throw new OptionValueException("Value error, Invalid key-value pair in logit_bias dictionary");
            checkedBias[id.ToString(CultureInfo.InvariantCulture)] = (int)amount;
        }

        return checkedBias;
    }

    /// <summary>A bias as Python's <c>int</c> reads it: the fraction of a number is dropped, and a text must be a whole number.</summary>
    private static BigInteger? Amount(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Number when double.Parse(PythonNumber.Format(value.AsValue()), CultureInfo.InvariantCulture) is var number
            && double.IsFinite(number) => new BigInteger(number),
        JsonValueKind.String => WholeNumber(value.GetValue<string>()),
        _ => null,
    };

    /// <summary>A whole number, whose digits may be grouped by underscores; null if the text is none.</summary>
    private static BigInteger? WholeNumber(string text) =>
        Digits().IsMatch(text)
            ? BigInteger.Parse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.Integer, CultureInfo.InvariantCulture)
            : null;

    [GeneratedRegex(@"\A\s*[-+]?[0-9]{1,1000}(?:_[0-9]{1,1000}){0,1000}\s*\z")]
    private static partial Regex Digits();
}
