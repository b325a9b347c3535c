namespace MmVerify.Compiler;

/// <summary>
/// What a submission may use without remark, read from <c>AllowList.txt</c>. The list explains to a student
/// what the course does without; what keeps a submission from doing harm is the process it runs in.
/// </summary>
internal sealed class AllowList
{
    private const string Otherwise = "outside the course's list";

    private readonly HashSet<string> namespaces = [];
    private readonly Dictionary<string, HashSet<string>?> types = [];
    private readonly Dictionary<string, string> reasons = [];

    private AllowList(TextReader lines)
    {
        string prefix = "";
        while (lines.ReadLine() is { } line)
        {
            string[] words = line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            switch (words)
            {
                case []: break;
                case ["namespace", var name]: namespaces.Add(name); break;
                case ["in", var name]: prefix = name + "."; break;
                case ["why", var name, ..]: reasons[name] = string.Join(' ', words[2..]); break;
                case ["members", var name, .. var members]: AddMembers(prefix + name, members); break;
                default: AddWhole(prefix, words); break;
            }
        }
    }

    public static AllowList Default { get; } = Load();

    public bool Allows(string type) => types.TryGetValue(Trusted(type), out HashSet<string>? members)
        ? members is not { Count: 0 }
        : namespaces.Contains(NamespaceOf(type));

    public bool Allows(string type, string member) =>
        types.TryGetValue(Trusted(type), out HashSet<string>? members)
            ? members is null || members.Contains(member)
            : namespaces.Contains(NamespaceOf(type));

    /// <summary>What kind of thing a type that is not allowed stands for.</summary>
    public string Reason(string type)
    {
        for (string name = type; name.Length > 0; name = NamespaceOf(name))
        {
            if (reasons.TryGetValue(name, out string? reason))
            {
                return reason;
            }
        }

        return Otherwise;
    }

    /// <summary>A type nested in one that is allowed as a whole is part of it.</summary>
    private string Trusted(string type)
    {
        int plus = type.IndexOf('+', StringComparison.Ordinal);
        if (plus < 0 || types.ContainsKey(type))
        {
            return type;
        }

        string outer = type[..plus];
        return types.TryGetValue(outer, out HashSet<string>? members) && members is null ? outer : type;
    }

    private static string NamespaceOf(string type)
    {
        int plus = type.IndexOf('+', StringComparison.Ordinal);
        string outer = plus > 0 ? type[..plus] : type;
        int dot = outer.LastIndexOf('.');
        return dot > 0 ? outer[..dot] : "";
    }

    private void AddMembers(string type, string[] names)
    {
        types.TryAdd(type, []);
        types[type]?.UnionWith(names);
    }

    private void AddWhole(string prefix, string[] names)
    {
        foreach (string name in names)
        {
            types[prefix + name] = null;
        }
    }

    private static AllowList Load()
    {
        using Stream table = typeof(AllowList).Assembly.GetManifestResourceStream("AllowList.txt")!;
        using StreamReader lines = new(table);
        return new AllowList(lines);
    }
}
