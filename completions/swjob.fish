# Completions of swjob for fish: put this file into ~/.config/fish/completions/.

function __swjob_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l lines (swjob __complete fish -- $words "$current" 2>/dev/null)
    switch "$lines[1]"
        # For a command that it does not know, fish completes files, also after --flag= and inside quotes.
        case files
            complete -C"__swjob_nothing $current"
        case @files
            set -l flag (string match -r -- '^[^@]*@' "$current")
            complete -C"__swjob_nothing "(string sub -s (math 1 + (string length -- "$flag")) -- "$current") | string replace -r -- '^' "$flag"
        case folders
            complete -C"__swjob_nothing $current" | string match -r -- '.*/$'
        case words
            printf '%s\n' $lines[2..-1]
    end
end

complete -c swjob -e
complete -c swjob -f -k -a '(__swjob_complete)'
