using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using MmVerify.Compiler;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>A law with a mistake in its judge, which the specimens have to notice.</summary>
/// <param name="Change">What was changed.</param>
/// <param name="Law">The law with the change.</param>
internal sealed record LawVariant<TOperation, TReply, TModel>(
    string Change, Law<TOperation, TReply, TModel> Law);

/// <summary>Makes variants of a chapter's laws.</summary>
internal static class LawVariants
{
    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        """;

    private static readonly Judgement NegatedKept = Judgement.Broken("a negated law", "broken", "kept");

    /// <summary>Every judge negated, and every bound in its source moved by one.</summary>
    public static IReadOnlyList<LawVariant<TOperation, TReply, TModel>>
        Of<TSetup, TOperation, TReply, TModel>(
            Chapter<TSetup, TOperation, TReply, TModel> chapter, Checkout checkout)
        where TSetup : class
        where TOperation : class, Spec.IOperation
        where TReply : struct, IReply<TReply>
        where TModel : class, IModel<TSetup, TOperation, TReply>
    {
        // A chapter of many laws has them in several files.
        string[] files = Directory.GetFiles(checkout.PathOf("spec", chapter.Name), "*Laws.cs");
        Array.Sort(files, StringComparer.Ordinal);
        return
        [
            .. chapter.JudgedLaws.Select(Negated),
            .. from file in files
               let name = Path.GetFileNameWithoutExtension(file)
               from edit in LawEdit.All(Compiling(file))
               let changed = Load<TOperation, TReply, TModel>(edit, $"MmVerify.Spec.{name}")
               from law in changed
               where edit.Laws.Contains(law.Property)
               select new LawVariant<TOperation, TReply, TModel>(
                   $"{name}.cs: {edit.Original} → {edit.Replacement}", law.Law),
        ];
    }

    private static LawVariant<TOperation, TReply, TModel> Negated<TOperation, TReply, TModel>(
        Law<TOperation, TReply, TModel> law)
        where TReply : struct, IReply<TReply> => new("negated", law with
        {
            // Where an outcome keeps the law by itself, the negated one is asked too, and broken.
            When = law.When | law.KeptBy,
            KeptBy = default,
            Judge = (in step) =>
            {
                Judgement judgement = law.KeptBy.HasFlag(AnswerOf(step.Reply.Outcome))
                    ? Judgement.Kept
                    : law.Judge(in step);
                return ReferenceEquals(judgement, Judgement.Silent) ? judgement
                    : ReferenceEquals(judgement, Judgement.Kept) ? NegatedKept
                    : Judgement.Kept;
            },
        });

    private static Answers AnswerOf(Outcome outcome) => outcome.Kind switch
    {
        OutcomeKind.Done => Answers.Done,
        OutcomeKind.Refused => Answers.Refused,
        _ => Answers.Missing,
    };

    // Of a file that cannot be compiled alone every change would go unnoticed.
    private static string Compiling(string file)
    {
        string source = File.ReadAllText(file);
        return Compile(source) is null
            ? throw new InvalidOperationException($"{file} does not compile alone, as a file of laws must")
            : source;
    }

    private static IEnumerable<(string Property, Law<TOperation, TReply, TModel> Law)>
        Load<TOperation, TReply, TModel>(LawEdit edit, string typeName)
    {
        using MemoryStream? image = Compile(edit.Source);
        if (image is null)
        {
            return []; // a negative shift, say: no law comes of it
        }

        Type type = new AssemblyLoadContext("LawVariant").LoadFromStream(image).GetType(typeName, true)!;
        return type.GetProperties()
            .Where(static property => property.PropertyType == typeof(Law<TOperation, TReply, TModel>))
            .Select(static property =>
                (property.Name, (Law<TOperation, TReply, TModel>)property.GetValue(null)!));
    }

    private static MemoryStream? Compile(string source)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "LawVariant",
            [CSharpSyntaxTree.ParseText(ImplicitUsings), CSharpSyntaxTree.ParseText(source)],
            References.All,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        var image = new MemoryStream();
        if (!compilation.Emit(image).Success)
        {
            image.Dispose();
            return null;
        }

        image.Position = 0;
        return image;
    }
}
