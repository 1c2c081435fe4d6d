namespace Llm;

/// <summary>A language that functions can be given in.</summary>
public enum FunctionLanguage
{
    /// <summary>C#: top-level methods are tools.</summary>
    CSharp,

    /// <summary>Python: functions are tools, as in the Python tool.</summary>
    Python,
}
