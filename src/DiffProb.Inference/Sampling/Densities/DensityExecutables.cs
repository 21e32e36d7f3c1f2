namespace DiffProb;

/// <summary>The executables that chains of one program share, each compiled when it is first wanted.</summary>
/// <param name="program">The program.</param>
/// <param name="engine">Where they run.</param>
/// <param name="chains">How many positions each run takes; null for one.</param>
internal sealed class DensityExecutables(ConditionedProgram program, IEngine engine, int? chains)
{
    private readonly Dictionary<(QueryKind Kind, string Site), Executable> made = [];
    private readonly Lock gate = new();

    public ConditionedProgram Program => program;

    /// <summary>What answers a kind of questions.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="site">The site of a conditional.</param>
    public Executable Of(QueryKind kind, string site)
    {
        lock (gate)
        {
            return made.TryGetValue((kind, site), out var known) ? known : made[(kind, site)] = Compile(kind, site);
        }
    }

    private Executable Compile(QueryKind kind, string site) => (kind, chains) switch
    {
        (QueryKind.Gradient, null) => program.CompileDensity(engine),
        (QueryKind.Gradient, { } count) => program.CompileDensity(engine, count),
        (QueryKind.Density, null) => program.CompileLogDensity(engine),
        (QueryKind.Density, { } count) => program.CompileLogDensity(engine, count),
        (_, null) => program.CompileConditional(engine, site)!,
        (_, { } count) => program.CompileConditional(engine, site, count)!,
    };
}
