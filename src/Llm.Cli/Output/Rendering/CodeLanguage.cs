namespace Llm.Cli.Output.Rendering;

/// <summary>The syntax of a programming language, as far as highlighting needs it.</summary>
/// <param name="Keywords">The keywords.</param>
/// <param name="LineComments">The marks that begin a comment to the end of the line.</param>
/// <param name="MultilineMarks">The marks that begin and end a comment or a string of several lines.</param>
/// <param name="Quotes">The quotation marks of strings.</param>
internal sealed record CodeLanguage(
    HashSet<string> Keywords,
    string[] LineComments,
    (string Open, string Close, TextLook Look)[] MultilineMarks,
    string Quotes)
{
    private const string CWords = """
        auto bool break case catch char class const continue default delete do double else enum extern false float for friend
        goto if inline int long namespace new nullptr operator private protected public register return short signed sizeof
        static struct switch template this throw true try typedef typename union unsigned using virtual void volatile while
        """;

    private const string CSharpWords = """
        abstract as async await base bool break byte case catch char class const continue decimal default delegate do double
        else enum event false finally fixed float for foreach get global if implicit in init int interface internal is lock long
        namespace new null object operator out override params private protected public readonly record ref required return
        sealed set short static string struct switch this throw true try typeof uint ulong unsafe using var virtual void
        volatile when where while with yield
        """;

    private const string JavaWords = """
        abstract assert boolean break byte case catch char class const continue data default do double else enum extends false
        final finally float for fun if implements import in instanceof int interface internal is lateinit long new null object
        open operator override package private protected public record return sealed short static super suspend switch
        synchronized this throw throws true try val var void volatile when while yield
        """;

    private const string ScriptWords = """
        abstract any as async await boolean break case catch class const continue debugger default delete do else enum export
        extends false finally for from function get if implements import in instanceof interface keyof let new null number of
        private protected public readonly return set static string super switch this throw true try type typeof undefined
        unknown var void while with yield
        """;

    private const string PythonWords = """
        and as assert async await break case class continue def del elif else except False finally for from global if import in
        is lambda match None nonlocal not or pass raise return self True try while with yield
        """;

    private const string GoWords = """
        any bool break byte case chan const continue default defer else error fallthrough false float64 for func go goto if
        import int int64 interface iota map nil package range return rune select string struct switch true type uint var
        """;

    private const string RustWords = """
        as async await bool break const continue crate dyn else enum extern false fn for i32 i64 if impl in let loop match mod
        move mut None Ok Option pub ref Result return self Self Some static str String struct super trait true type u8 u32 u64
        unsafe use usize vec where while
        """;

    private const string SwiftWords = """
        actor as async await break case catch class continue default defer do else enum extension false for func guard if import
        in init internal is let nil override private protocol public repeat return self static struct super switch throw throws
        true try var where while
        """;

    private const string PhpWords = """
        abstract array as break case catch class clone const continue default do echo else elseif extends false final finally fn
        for foreach function global if implements include instanceof interface match namespace new null private protected public
        readonly require return static switch this throw trait true try use var while yield
        """;

    private const string RubyWords = """
        alias and begin break case class def do else elsif end ensure false for if in module next nil not or private puts raise
        redo require rescue retry return self super then true undef unless until when while yield
        """;

    private const string ShellWords = """
        alias break case cd continue declare do done echo elif else esac eval exec exit export fi for function if in local read
        readonly return set shift source sudo then trap unset until while
        """;

    private const string SqlWords = """
        add all alter and as asc begin between by case check column commit constraint count create cross database default delete
        desc distinct drop else end exists foreign from full group having if in index inner insert into is join key left like
        limit not null offset on or order outer over partition primary references returning right rollback select set table then
        transaction trigger union unique update using values view when where with
        """;

    private const string LuaWords =
        "and break do else elseif end false for function goto if in local nil not or repeat return then true until while";

    private const string RWords = "break else FALSE for function if in library NA next NULL repeat return TRUE while";

    private const string PowerShellWords = """
        begin break catch class continue do else elseif end exit filter finally for foreach function if in param process return
        switch throw trap try until using while
        """;

    private const string DockerWords =
        "ADD ARG AS CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR";

    /// <summary>Whether lines are coloured by their first character, as in a diff.</summary>
    public bool IsDiff { get; private init; }

    /// <summary>Finds the language by the name after a fence; returns null if it is unknown.</summary>
    public static CodeLanguage? Find(string name) => name.ToLowerInvariant() switch
    {
        "c" or "h" or "cpp" or "c++" or "cc" or "cxx" or "hpp" or "objc" or "arduino" or "glsl" => LikeC(CWords),
        "cs" or "c#" or "csharp" or "fsharp" => LikeC(CSharpWords, ("\"\"\"", "\"\"\"", TextLook.String)),
        "java" or "kotlin" or "kt" or "scala" or "groovy" or "dart" => LikeC(JavaWords, ("\"\"\"", "\"\"\"", TextLook.String)),
        "js" or "javascript" or "jsx" or "mjs" or "ts" or "typescript" or "tsx" or "node" =>
            LikeC(ScriptWords, ("`", "`", TextLook.String)),
        "go" or "golang" => LikeC(GoWords, ("`", "`", TextLook.String)),
        "rust" or "rs" => LikeC(RustWords) with { Quotes = "\"" },
        "swift" => LikeC(SwiftWords, ("\"\"\"", "\"\"\"", TextLook.String)),
        "php" => LikeC(PhpWords) with { LineComments = ["//", "#"] },
        "css" or "scss" or "less" => LikeC("important media import"),
        "json" or "jsonc" or "json5" or "jsonl" => LikeC("true false null"),
        "py" or "python" or "python3" or "pycon" or "ipython" => Create(
            PythonWords, ["#"], [("\"\"\"", "\"\"\"", TextLook.String), ("'''", "'''", TextLook.String)]),
        "rb" or "ruby" => Create(RubyWords, ["#"]),
        "sh" or "bash" or "shell" or "zsh" or "console" or "fish" or "shell-session" or "makefile" or "make" => Create(ShellWords, ["#"]),
        "ps1" or "powershell" or "pwsh" => Create(PowerShellWords, ["#"], [("<#", "#>", TextLook.Faint)]),
        "yaml" or "yml" => Create("true false null yes no on off", ["#"]),
        "toml" or "ini" or "conf" or "cfg" or "properties" or "env" => Create("true false", ["#", ";"]),
        "dockerfile" or "docker" => Create(DockerWords, ["#"]),
        "r" => Create(RWords, ["#"]),
        "sql" or "sqlite" or "postgresql" or "postgres" or "mysql" or "plsql" => new CodeLanguage(
            new HashSet<string>(Split(SqlWords), StringComparer.OrdinalIgnoreCase), ["--"], [("/*", "*/", TextLook.Faint)], "'\""),
        "lua" => Create(LuaWords, ["--"], [("--[[", "]]", TextLook.Faint), ("[[", "]]", TextLook.String)]),
        "html" or "xml" or "svg" or "xhtml" or "vue" or "xaml" => Create("", [], [("<!--", "-->", TextLook.Faint)]),
        "diff" or "patch" => Create("", []) with { IsDiff = true },
        _ => null,
    };

    private static CodeLanguage LikeC(string words, params (string, string, TextLook)[] strings) =>
        Create(words, ["//"], [("/*", "*/", TextLook.Faint), .. strings]);

    private static CodeLanguage Create(string words, string[] comments, params (string, string, TextLook)[] marks) =>
        new([.. Split(words)], comments, marks, "\"'");

    private static string[] Split(string words) => words.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
