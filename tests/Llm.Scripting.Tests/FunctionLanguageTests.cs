namespace Llm.Scripting.Tests;

public sealed class FunctionLanguageTests
{
    [Theory]
    [InlineData("def area(width: int) -> float:\n    return width * 2.5\n")]
    [InlineData("def area(width: int): return width")]
    [InlineData("import json, os\n\nLIMIT = 3\n\nasync def later(text):\n    return text")]
    [InlineData("from __future__ import annotations\nX = {\n  'a': 1,\n}\ndef f(x): return X[x]")]
    [InlineData("if True:\n    def f(x):\n        return x")]
    [InlineData("def first[T](items: list[T]) -> T:\n    return items[0]")]
    [InlineData("@cache\ndef f(x):\n    '''Runs this C#:\n\n    int F(int x)\n    {\n        return x;\n    }\n    '''\n    return x")]
    [InlineData("double = lambda x: x * 2")]
    [InlineData("import os")]
    [InlineData("not code at all")]
    [InlineData("")]
    [InlineData("def broken(")]
    [InlineData("deff area(x):\n    return x")]
    public void Python(string text) => FunctionText.LanguageOf(text).ShouldBe(FunctionLanguage.Python);

    [Theory]
    [InlineData("int Twice(int x) => x * 2;")]
    [InlineData("public static int Twice(int x)\n{\n    return x * 2;\n}")]
    [InlineData("public static int Twice(int x)\r\n{\r\n    return x * 2;\r\n}\r\n")]
    [InlineData("using System.Net;\n\nstring Host() => Dns.GetHostName();")]
    [InlineData("/// <summary>Twice.</summary>\nint Twice(int x) => x * 2; // def")]
    [InlineData("// def f(x): as C#\nint F(int x) => x;")]
    [InlineData("async Task<string> GetAsync(string url) { return await new HttpClient().GetStringAsync(url); }")]
    [InlineData("record Point(int X, int Y);\nint Sum(Point p) => p.X + p.Y;")]
    [InlineData("int Broken(int x { return x; }")]
    [InlineData("class A { } /* end */")]
    public void CSharp(string text) => FunctionText.LanguageOf(text).ShouldBe(FunctionLanguage.CSharp);

    [Theory]
    [InlineData("functions.py", FunctionLanguage.Python)]
    [InlineData("some folder/functions.cs", FunctionLanguage.CSharp)]
    [InlineData("int X() => 1; // f.py", FunctionLanguage.Python)]
    [InlineData("# f.cs\ndef f(): pass\n# f.cs", FunctionLanguage.Python)]
    public void A_line_that_ends_as_a_file_name_is_one(string text, FunctionLanguage language) =>
        FunctionText.LanguageOf(text).ShouldBe(language);
}
