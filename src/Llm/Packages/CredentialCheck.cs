namespace Llm.Packages;

/// <summary>Checks credentials against a form, by the rules of Dify.</summary>
internal static class CredentialCheck
{
    /// <summary>Whether a field, or a value of one, is shown while others have these values.</summary>
    public static bool IsShown(IReadOnlyList<ShowCondition> conditions, IReadOnlyDictionary<string, string> values)
    {
        foreach (var condition in conditions)
            if (values.GetValueOrDefault(condition.Variable) == condition.Value)
                return true;
        return conditions.Count == 0;
    }

    /// <summary>The values of the fields that are shown; empty ones and those that no field has are left out.</summary>
    /// <exception cref="LlmException">One is missing or not allowed.</exception>
    public static Dictionary<string, string> Filter(CredentialForm form, IReadOnlyDictionary<string, string> given, string package)
    {
        var credentials = new Dictionary<string, string>();
        foreach (var field in form.Fields)
        {
            if (!IsShown(field.ShowOn, given)) continue;
            var value = given.GetValueOrDefault(field.Variable);
            if (string.IsNullOrEmpty(value)) value = field.Default;
            if (string.IsNullOrEmpty(value))
            {
                if (!field.IsRequired) continue;
                throw new LlmException($"{field.Label} ({field.Variable}) is not set. Run: llm providers configure {package}");
            }

            Check(field, value);
            if (field.Type == "switch" && value.Equals("false", StringComparison.OrdinalIgnoreCase)) continue;
            credentials[field.Variable] = value;
        }

        return credentials;
    }

    /// <summary>Checks one value.</summary>
    /// <exception cref="LlmException">It is not allowed; the message does not have it, since it may be a secret.</exception>
    public static void Check(CredentialField field, string value)
    {
        if (field.MaxLength > 0 && value.Length > field.MaxLength)
            throw new LlmException($"{field.Label} ({field.Variable}) is longer than {field.MaxLength} characters.");
        if (field.Options.Count > 0 && field.Options.All(option => option.Value != value))
        {
            throw new LlmException(
                $"{field.Label} ({field.Variable}) is one of {string.Join(", ", field.Options.Select(option => option.Value))}.");
        }

        if (field.Type == "switch" && !bool.TryParse(value, out _))
            throw new LlmException($"{field.Label} ({field.Variable}) is true or false.");
    }
}
