# zsh -f completes.zsh FOLDER WORD
# What zsh makes of `offprint WORD` and the Tab key, with the completions in FOLDER. A shell on a terminal of its own is typed
# to, as a person does it. Prints what stands after `offprint ` then; WORD itself if nothing was completed.
zmodload zsh/zpty || exit

export COMPLETIONS=$1
zpty -b shell 'TERM=dumb PS1= RPS1= zsh -fi'
# Ctrl-G says what stands on the line. The answer to `print` is not the text of the command, which a terminal may show again.
zpty -w shell 'stty -echo; fpath=("$COMPLETIONS" $fpath); autoload -Uz compinit; compinit -D -u
told() { print -r -- "<<$BUFFER>>" }; zle -N told; bindkey "^G" told; bindkey "^I" complete-word; print ready-$((6 * 7))'

typed= answer= line=
# At most 30 seconds, on a machine that does much else.
for ((tries = 0; tries < 300; tries++)); do
  while zpty -rt shell part; do answer+=$part; done
  if [[ -z $typed && $answer == *ready-42* ]]; then
    typed=yes answer=
    zpty -wn shell "offprint $2"$'\t\a'
  elif [[ -n $typed && $answer == *'<<'*'>>'* ]]; then
    line=${${answer##*<<}%%>>*}
    break
  fi
  sleep 0.1
done
zpty -d shell
line=${line#offprint }
print -r -- ${line% }
